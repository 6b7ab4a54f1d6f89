/** Streams with which a hostile server tries to keep a client busy: each valid, and more than anybody could ever read. */
import type {Socket} from 'node:net';
import {encodeAnnouncement} from '../../protocol/frames.ts';
import type {Announcement} from '../../protocol/index.ts';
import {MAX_TEXT_BYTES} from '../../protocol/text.ts';
import {MAX_AWAY_TEXT, MAX_ANNOUNCED_PRESENCES, MAX_TOPIC} from '../../protocol/bounds.ts';
import {FakeServer} from '../link/fake-server.ts';

const KiB = 1024;
/** Tiny frames go out in pieces of about so many bytes. */
const PIECE = 64 * KiB;

export type Flood = {
	readonly name: string;
	/** Pieces of the stream, without end: whole lines. */
	readonly stream: () => Generator<string>;
	/** Rooms that the client is in from its sign-in on. */
	readonly rooms?: number;
};

export const FLOODS: readonly Flood[] = [
	{name: 'tiny events', stream: tinyEvents},
	{name: 'messages of ever new people', stream: newcomers},
	{name: 'the longest frames, of texts that are hard to draw', stream: longFrames},
	{name: 'topics of 200,000 characters', stream: longTopics},
	{name: 'tiny events in 20,000 rooms', stream: tinyEvents, rooms: 20_000},
	{name: 'crowds that come and go, in 20,000 rooms', stream: crowds, rooms: 20_000},
];

const encode = (announcement: object) => encodeAnnouncement(announcement as Announcement);

/** Messages of bob's, typing, marks and presence, each of them a change of the state. */
function* tinyEvents(): Generator<string> {
	for (let sequence = 1; ;) {
		let piece = '';
		while (piece.length < PIECE) {
			const conversation = 'alice+bob';
			const said = {
				conversation,
				sequence: sequence++,
				id: `x${sequence}`,
				from: 'bob',
				at: sequence,
				text: 'x',
			};
			piece +=
				encode({type: 'message', ...said}) +
				encode({type: 'typing', conversation, user: 'bob'}) +
				encode({type: 'marked', conversation, user: 'bob', delivered: sequence, read: sequence}) +
				encode({type: 'presence', people: [{user: 'bob', presence: 'online', since: sequence}]});
		}

		yield piece;
	}
}

function* newcomers(): Generator<string> {
	for (let at = 0; ;) {
		let piece = '';
		while (piece.length < PIECE) {
			const user = `u${at++}`;
			const said = {conversation: `alice+${user}`, sequence: 1, id: user, from: user, at, text: 'x'};
			piece += encode({type: 'presence', people: [{user, presence: 'online', since: at}]});
			piece += encode({type: 'message', ...said});
		}

		yield piece;
	}
}

const HARD = ['\ufdfa', 'e\u0301\u0316\u0325\u0351\u0301\u0316', '\x1b]0;x\x1b[2J\x9d', '\u{1f1e9}\u{1f1ea}'];

function* longFrames(): Generator<string> {
	const texts = HARD.map(unit => unit.repeat(Math.floor(MAX_TEXT_BYTES / unit.length)));
	for (let sequence = 1; ; sequence++) {
		const said = {conversation: 'alice+bob', sequence, id: 'x', from: 'bob', at: sequence};
		yield encode({type: 'message', ...said, text: texts[sequence % texts.length]});
	}
}

/** As many people at once as an announcement names, and more of them with each. */
function* crowds(): Generator<string> {
	for (let round = 0; ; round++) {
		const presence = round % 2 === 0 ? 'online' : 'offline';
		const first = (round >> 1) * MAX_ANNOUNCED_PRESENCES;
		const people = Array.from({length: MAX_ANNOUNCED_PRESENCES}, (_, at) => ({
			user: `u${first + at}`,
			presence,
			since: round,
			remark: '\ufdfa'.repeat(MAX_AWAY_TEXT),
		}));
		yield encode({type: 'presence', people});
	}
}

function* longTopics(): Generator<string> {
	const topic = '\ufdfa'.repeat(200_000);
	for (let at = 1; ; at++)
		yield encode({type: 'topicChanged', conversation: '#lobby', user: 'bob', at, topic});
}

/** A server that tells alice, as she signs in, of so many rooms, and never answers her goodbye. */
export async function hostileServer(password: string, rooms: number): Promise<FakeServer> {
	const fake = await FakeServer.start();
	fake.register('alice', password);
	const people = [{user: 'bob', presence: 'online', since: 0}];
	const conversations = ['#lobby', 'alice+bob', ...Array.from({length: rooms}, (_, at) => `#r${at}`)].map(
		summary,
	);
	fake.interfere = ({type}) => {
		if (type === 'signOut') return 'silence';
		return type === 'signIn' ? {ok: {user: 'alice', now: 0, people, conversations}} : undefined;
	};
	return fake;
}

function summary(conversation: string): object {
	const counts = {last: 0, delivered: 0, read: 0, mentions: 0};
	return {
		conversation,
		...counts,
		others: [{user: 'bob', delivered: 0, read: 0}],
		topic: '\ufdfa'.repeat(MAX_TOPIC),
	};
}

/** Sends the stream to everybody who is connected, as fast as each takes it, until they are gone. */
export function flood(fake: FakeServer, stream: () => Generator<string>): void {
	for (const socket of fake.sockets) pump(socket, stream());
}

function pump(socket: Socket, pieces: Generator<string>): void {
	const next = (): void => {
		if (!socket.writable) return;
		if (socket.write(pieces.next().value as string)) setImmediate(next);
		else socket.once('drain', () => setImmediate(next)); // or nothing else in this process has its turn
	};
	next();
}
