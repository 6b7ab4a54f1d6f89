/** Limits of the server: for each socket, account, address and network. */
import {FRAME_CAP} from '../../protocol/frames.ts';
import type {RequestType} from '../../protocol/index.ts';

const KiB = 1024;
const MiB = 1024 * KiB;
const GiB = 1024 * MiB;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A quota of each account or network: `burst` at once, then `refill` more every `per` milliseconds. It outlives connections. */
export type Quota = {of: 'account' | 'network'; burst: number; refill: number; per: number};

/** Quotas for what a client could do without end; a refusal says when there is room again. */
export const QUOTAS = {
	signUps: {of: 'network', burst: 60, refill: 60, per: HOUR},
	signIns: {of: 'account', burst: 300, refill: 60, per: MINUTE},
	passwordChanges: {of: 'account', burst: 10, refill: 10, per: HOUR},
	messages: {of: 'account', burst: 5000, refill: 20_000, per: DAY},
	/** Bytes of the texts of messages and broadcasts. */
	text: {of: 'account', burst: 16 * MiB, refill: 64 * MiB, per: DAY},
	textOfNetwork: {of: 'network', burst: 256 * MiB, refill: GiB, per: DAY},
	/** Edits, deletions, reactions and pins: a checkpoint writes the file of each message again. */
	messageChanges: {of: 'account', burst: 120, refill: 60, per: MINUTE},
	broadcasts: {of: 'account', burst: 10, refill: 6, per: MINUTE},
	rooms: {of: 'account', burst: 50, refill: 100, per: DAY},
	friendRequests: {of: 'account', burst: 50, refill: 50, per: HOUR},
	invitations: {of: 'account', burst: 100, refill: 100, per: HOUR},
	chats: {of: 'account', burst: 30, refill: 60, per: HOUR},
	identities: {of: 'account', burst: 10, refill: 10, per: HOUR},
	privateInvitations: {of: 'account', burst: 10, refill: 6, per: MINUTE},
	exchanges: {of: 'account', burst: 30, refill: 120, per: HOUR},
	/** Addresses that clients offer to a partner, and new secrets for a relay. */
	privateOffers: {of: 'account', burst: 60, refill: 60, per: MINUTE},
	/** Bytes that a relay takes from the account. */
	relayed: {of: 'account', burst: 16 * GiB, refill: 64 * GiB, per: DAY},
	/** What the screens of an account tell each other while something is written. */
	drafts: {of: 'account', burst: 60, refill: 60, per: MINUTE},
	/** Files sent and fetched by way of the server, and their bytes. */
	fileTransfers: {of: 'account', burst: 60, refill: 600, per: HOUR},
	fileBytes: {of: 'account', burst: 16 * GiB, refill: 64 * GiB, per: DAY},
	/** What an admin does to other users. */
	administration: {of: 'account', burst: 30, refill: 30, per: MINUTE},
	/** Other changes that are stored and announced: joining, leaving, topics, blocks, answers. */
	changes: {of: 'account', burst: 120, refill: 60, per: MINUTE},
} as const satisfies Record<string, Quota>;

export type QuotaName = keyof typeof QUOTAS;

/** Weights of requests that cost more than an ordinary one: they look at all users, or are announced to all. */
export const WEIGHTS: {readonly [T in RequestType]?: number} = {
	who: 5,
	whoSince: 5,
	findPeople: 5,
	rooms: 5,
	names: 5,
	members: 5,
	search: 5,
	change: 2,
	changedSince: 5,
	messagesAt: 5,
	setPresence: 5,
	setTopic: 3,
	typing: 3,
};

/** Times in milliseconds, sizes in bytes. */
export type Limits = {
	/** Maximum bytes of a line from a client that is not signed in, and from one that is. */
	strangerFrame: number;
	clientFrame: number;
	/** Maximum time from the first byte of a frame to its last. */
	frameTime: number;
	/** Maximum time from the beginning of a connection, or a sign-out, to a sign-in. */
	signInTime: number;
	/** Maximum time without a byte from the client, which pings every 10 s. */
	silence: number;
	/** Requests per second in the long run, and at once, of a connection and of an account; beyond them the client is read more slowly. */
	requestRate: number;
	requestBurst: number;
	/** Bytes of output that wait for a client: beyond the first it is not read, beyond the second it is disconnected. */
	outputHold: number;
	outputCut: number;
	/** Maximum time in which a connection that is being closed reads the reason. */
	goodbye: number;
	/** Maximum time of a TLS handshake. */
	handshake: number;
	/** Maximum connections of one network that are not signed in. */
	strangersPerAddress: number;
	/** New connections of one network per second in the long run, and at once; those that sign in by a token are given back. */
	acceptRate: number;
	acceptBurst: number;
	/** New connections beyond that rate that wait, of one network and in all, and the maximum time for which one waits. */
	waitingPerAddress: number;
	waiting: number;
	waitingTime: number;
	/** Failed sign-ins and sign-ups of one network per second in the long run, and at once: a class may share an address. */
	failureRate: number;
	failureBurst: number;
	/** Maximum time for which one side of a relay waits for the other, and for which no byte passes a relay. */
	relayWait: number;
	relayIdle: number;
	/** Maximum time without a byte in a transfer of a file. */
	transferIdle: number;
	/** Maximum connections altogether. */
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
	waitingPerAddress: 512,
	waiting: 2048,
	waitingTime: 5000,
	failureRate: 1 / 3,
	failureBurst: 10,
	relayWait: 30_000,
	relayIdle: 5 * MINUTE,
	transferIdle: 30_000,
	connections: 10_000,
	quotas: QUOTAS,
};

/** Quotas of each account that the operator may choose, for each day: rooms made, messages, and bytes of text. */
export type DailyQuotas = Readonly<Partial<Record<'rooms' | 'messages' | 'text', number | undefined>>>;

/** Returns the limits with the chosen quotas: so much at once, and as much again in the course of a day. */
export function limitsWith(daily: DailyQuotas): Limits {
	const chosen = Object.entries(daily).filter(
		(entry): entry is [QuotaName, number] => entry[1] !== undefined,
	);
	const quotas = chosen.map(([name, most]) => [name, {of: 'account', burst: most, refill: most, per: DAY}]);
	return {...LIMITS, quotas: {...QUOTAS, ...(Object.fromEntries(quotas) as Partial<Limits['quotas']>)}};
}
