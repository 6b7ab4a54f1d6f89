/** Every limit that the server keeps: what one socket, one account and one address may cost. */
import {FRAME_CAP} from '../../protocol/frames.ts';
import type {RequestType} from '../../protocol/index.ts';

const KiB = 1024;
const MiB = 1024 * KiB;
const GiB = 1024 * MiB;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** So much at once, and then `refill` more in every `per` milliseconds; for each account, or for each network. It outlives connections. */
export type Quota = {of: 'account' | 'network'; burst: number; refill: number; per: number};

/** What people can do without end, and how much of it is more than anybody needs. Whoever wants more is told when to go on. */
export const QUOTAS = {
	signUps: {of: 'network', burst: 60, refill: 60, per: HOUR},
	signIns: {of: 'account', burst: 300, refill: 60, per: MINUTE},
	passwordChanges: {of: 'account', burst: 10, refill: 10, per: HOUR},
	messages: {of: 'account', burst: 5000, refill: 20_000, per: DAY},
	/** Bytes of the texts of messages and broadcasts. */
	text: {of: 'account', burst: 16 * MiB, refill: 64 * MiB, per: DAY},
	textOfNetwork: {of: 'network', burst: 256 * MiB, refill: GiB, per: DAY},
	broadcasts: {of: 'account', burst: 10, refill: 6, per: MINUTE},
	rooms: {of: 'account', burst: 50, refill: 100, per: DAY},
	friendRequests: {of: 'account', burst: 50, refill: 50, per: HOUR},
	invitations: {of: 'account', burst: 100, refill: 100, per: HOUR},
	chats: {of: 'account', burst: 30, refill: 60, per: HOUR},
	/** Whatever else is kept and told to others: joining, leaving, topics, blocks, answers. */
	changes: {of: 'account', burst: 120, refill: 60, per: MINUTE},
} as const satisfies Record<string, Quota>;

export type QuotaName = keyof typeof QUOTAS;

/** What a request counts as, where it costs the server more than an ordinary one: it looks at everybody, or everybody hears of it. */
export const WEIGHTS: {readonly [T in RequestType]?: number} = {
	who: 5,
	whoSince: 5,
	rooms: 5,
	names: 5,
	search: 5,
	setPresence: 5,
	setTopic: 3,
	typing: 3,
};

/** Times in milliseconds, sizes in bytes. */
export type Limits = {
	/** Longest line from somebody who is not signed in, and from somebody who is. */
	strangerFrame: number;
	clientFrame: number;
	/** From the first byte of a frame to its last. */
	frameTime: number;
	/** From the first byte of a connection, or a sign-out, to a sign-in. */
	signInTime: number;
	/** Without a byte from the other side, which pings every 10 s. */
	silence: number;
	/** Requests per second in the long run, and at once, of a connection and of all that speak for one account; who asks for more is read more slowly. */
	requestRate: number;
	requestBurst: number;
	/** Output that waits for a reader: no more is read from who has so much waiting; they are cut with so much. */
	outputHold: number;
	outputCut: number;
	/** How long a connection that is being closed may take to hear why. */
	goodbye: number;
	/** How long a TLS handshake may take. */
	handshake: number;
	/** Connections of one address that are not signed in. */
	strangersPerAddress: number;
	/** New connections of one address per second in the long run, and at once. */
	acceptRate: number;
	acceptBurst: number;
	/** Sign-ins and sign-ups of one address for which what was typed was wrong, per second in the long run, and at once: a class may share an address. */
	failureRate: number;
	failureBurst: number;
	/** Connections altogether. */
	connections: number;
	quotas: Readonly<Record<QuotaName, Quota>>;
};

export const LIMITS: Readonly<Limits> = {
	strangerFrame: FRAME_CAP.stranger,
	clientFrame: FRAME_CAP.client,
	frameTime: 10_000,
	signInTime: 20_000,
	silence: 25_000,
	requestRate: 20,
	requestBurst: 100,
	outputHold: 256 * KiB,
	outputCut: MiB,
	goodbye: 1000,
	handshake: 5000,
	strangersPerAddress: 64,
	acceptRate: 20,
	acceptBurst: 60,
	failureRate: 1 / 3,
	failureBurst: 10,
	connections: 10_000,
	quotas: QUOTAS,
};
