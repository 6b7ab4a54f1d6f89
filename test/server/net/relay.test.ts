/** A relay: what passes between the two sides, what ends it, and what it may cost. */
import {generateKeyPairSync, randomBytes} from 'node:crypto';
import {describe, expect, test} from 'vitest';
import {selfSigned} from '../../../lib/self-signed.ts';
import {QUOTAS, type Limits} from '../../../server/net/limits.ts';
import type {ListenerOptions} from '../../../server/net/listener.ts';
import {until} from '../../harness/until.ts';
import {openEdge} from './edge.ts';
import {RawPeer} from './raw-peer.ts';

const MiB = 1024 * 1024;
const TOKEN = 'x'.repeat(43);

/** A listener that makes connections sides of relays. */
async function openRelays(limits: Partial<Limits> = {}, options: Partial<ListenerOptions> = {}) {
	const edge = await openEdge(limits, options);
	/** A new connection that is one side of the relay of a chat. */
	const join = async (user: string, chat = 'chat'): Promise<RawPeer> => {
		const before = edge.handler.asked.length;
		const peer = options.tls ? await RawPeer.connectSecurely(edge.port) : await RawPeer.connect(edge.port);
		expect(await peer.open(TOKEN)).toEqual({re: 1, ok: {}});
		edge.handler.opened[before]!.becomeStream({chat, user});
		return peer;
	};
	return {...edge, join};
}

/**
 * Sends until nothing more is taken: for as long as a thousand turns take, in which the loopback would carry all of it.
 * @returns how many bytes were sent, of at most 64 MiB
 */
async function fill({socket}: RawPeer): Promise<number> {
	const chunk = randomBytes(64 * 1024);
	const total = 64 * MiB;
	let sent = 0;
	for (let held = 0; held < 1000 && sent < total; held++) {
		while (sent < total && !socket.writableNeedDrain) {
			socket.write(chunk);
			sent += chunk.length;
			held = 0;
		}

		await new Promise(resolve => setImmediate(resolve));
	}

	expect(sent).toBeLessThan(total / 2);
	return sent;
}

const closed = (log: ReadonlyArray<{type: string}>) => log.filter(({type}) => type === 'relayClosed');

describe('a relay', () => {
	test('hands on every byte both ways, whatever the bytes are', async () => {
		const {join, log} = await openRelays();
		const alice = await join('alice');
		const early = randomBytes(100_000);
		alice.socket.write(early); // before bob is there
		const bob = await join('bob');
		expect((await bob.bytes(early.length)).equals(early)).toBe(true);
		const [there, back] = [randomBytes(3 * MiB), randomBytes(2 * MiB)];
		alice.socket.write(there);
		bob.socket.write(back);
		const both = await bob.bytes(early.length + there.length);
		expect(both.equals(Buffer.concat([early, there]))).toBe(true);
		expect((await alice.bytes(back.length)).equals(back)).toBe(true);
		alice.socket.end();
		await bob.end();
		expect(log).toMatchObject([
			{type: 'relayOpened', user: 'alice', address: '127.0.0.1'},
			{type: 'relayOpened', user: 'bob'},
			{type: 'relayClosed', user: 'alice', why: 'left', bytes: early.length + there.length},
			{type: 'relayClosed', user: 'bob', why: 'left', bytes: back.length},
		]);
	});

	test('does so over TLS as well, up to the last byte', async () => {
		const {privateKey} = generateKeyPairSync('ed25519');
		const key = privateKey.export({type: 'pkcs8', format: 'pem'}).toString();
		const {join} = await openRelays({}, {tls: {key, cert: await selfSigned(privateKey)}});
		const [alice, bob] = [await join('alice'), await join('bob')];
		const [there, back] = [randomBytes(3 * MiB), randomBytes(2 * MiB)];
		bob.socket.write(back);
		expect((await alice.bytes(back.length)).equals(back)).toBe(true);
		alice.socket.end(there);
		await bob.end();
		expect((await bob.bytes(there.length)).equals(there)).toBe(true);
	});

	test('holds the sender up while the other side does not read, and then loses nothing', async () => {
		const {join} = await openRelays();
		const [alice, bob] = [await join('alice'), await join('bob')];
		bob.socket.pause();
		const before = process.memoryUsage().rss;
		const sent = await fill(alice);
		expect(process.memoryUsage().rss - before).toBeLessThan(32 * MiB);
		bob.socket.resume();
		expect((await bob.bytes(sent)).length).toBe(sent);
	});

	test('hands on what was sent before its sender left', async () => {
		const {join} = await openRelays();
		const [alice, bob] = [await join('alice'), await join('bob')];
		const last = randomBytes(200_000);
		alice.socket.end(last);
		await bob.end();
		expect((await bob.bytes(last.length)).equals(last)).toBe(true);
	});

	test('that is over hands on what it had taken, also to one who reads it late', async () => {
		const {join, log} = await openRelays();
		const [alice, bob] = [await join('alice'), await join('bob')];
		bob.socket.pause();
		await fill(alice);
		await join('alice');
		bob.socket.resume();
		await bob.end();
		expect(bob.size).toBeGreaterThan(0);
		expect(closed(log)[0]).toMatchObject({user: 'alice', why: 'replaced', bytes: bob.size});
	});

	test('is cut on the other side as well when one side breaks', async () => {
		const {join, log} = await openRelays();
		const [alice, bob] = [await join('alice'), await join('bob')];
		alice.socket.resetAndDestroy();
		await bob.end();
		expect(closed(log)).toMatchObject([{why: 'left'}, {why: 'left'}]);
	});

	test('that one side opens again takes the place of the one it has lost', async () => {
		const {join, log} = await openRelays();
		const [alice, bob] = [await join('alice'), await join('bob')];
		const again = await join('alice');
		await Promise.all([alice.end(), bob.end()]);
		expect(closed(log)).toMatchObject([{why: 'replaced'}, {why: 'replaced'}]);
		const bobAgain = await join('bob');
		bobAgain.socket.write('hello');
		expect((await again.bytes(5)).toString()).toBe('hello');
	});

	test('that one side opens twice before the other comes is one with the second of them', async () => {
		const {join} = await openRelays();
		const [first, second] = [await join('alice'), await join('alice')];
		await first.end();
		const bob = await join('bob');
		bob.socket.write('hello');
		expect((await second.bytes(5)).toString()).toBe('hello');
	});

	test('is no third for an account that has two, but takes the place of one of the two', async () => {
		const {join} = await openRelays();
		const [one, two] = [await join('alice', 'one'), await join('alice', 'two')];
		await (await join('alice', 'three')).end();
		const again = await join('alice', 'one');
		await one.end();
		expect([two.ended, again.ended]).toEqual([false, false]);
		const bob = await join('bob', 'one');
		bob.socket.write('hello');
		expect((await again.bytes(5)).toString()).toBe('hello');
	});

	test('keeps the bytes of two chats apart', async () => {
		const {join} = await openRelays();
		const [alice, carol] = [await join('alice', 'one'), await join('carol', 'two')];
		const [bob, eve] = [await join('bob', 'one'), await join('eve', 'two')];
		alice.socket.write('to bob');
		carol.socket.write('to eve');
		expect((await bob.bytes(6)).toString()).toBe('to bob');
		expect((await eve.bytes(6)).toString()).toBe('to eve');
	});
});

describe('a relay ends', () => {
	test('after half a minute if nobody comes to the other side', async () => {
		const {join, clock, log} = await openRelays();
		const alice = await join('alice');
		clock.advance(29_000);
		expect(closed(log)).toEqual([]);
		clock.advance(1000);
		await alice.end();
		expect(closed(log)).toMatchObject([{user: 'alice', why: 'alone', bytes: 0}]);
	});

	test('after five minutes in which no byte passes, and not while bytes do', async () => {
		const {join, clock, log} = await openRelays();
		const alice = await join('alice');
		clock.advance(29_000);
		const bob = await join('bob');
		clock.advance(299_000);
		alice.socket.write('x');
		await bob.bytes(1);
		clock.advance(299_000);
		expect(closed(log)).toEqual([]);
		clock.advance(1000);
		await Promise.all([alice.end(), bob.end()]);
		expect(closed(log)).toMatchObject([{why: 'idle'}, {why: 'idle'}]);
	});

	test('when an account has sent as many bytes as it may', async () => {
		const relayed = {...QUOTAS.relayed, burst: 3 * MiB, refill: 1};
		const {join, log} = await openRelays({quotas: {...QUOTAS, relayed}});
		const [alice, bob] = [await join('alice'), await join('bob')];
		alice.socket.write(randomBytes(4 * MiB)); // the first was paid for when the relay was opened
		expect((await bob.bytes(4 * MiB)).length).toBe(4 * MiB);
		expect(closed(log)).toEqual([]);
		alice.socket.write(randomBytes(MiB));
		await Promise.all([alice.end(), bob.end()]);
		expect(closed(log)).toMatchObject([
			{user: 'alice', why: 'quota'},
			{user: 'bob', why: 'quota'},
		]);
	});

	test('when the server stops, at once', async () => {
		const {join, listener, log} = await openRelays();
		const [alice, bob] = [await join('alice'), await join('bob')];
		await listener.close();
		await Promise.all([alice.end(), bob.end()]);
		expect(closed(log)).toMatchObject([{why: 'stopping'}, {why: 'stopping'}]);
	});

	test('though its reader reads nothing any more', async () => {
		const {join, clock, listener} = await openRelays();
		const [alice, bob] = [await join('alice'), await join('bob')];
		bob.socket.pause();
		await fill(alice);
		const gone = listener.close();
		clock.advance(1000);
		await gone;
	});
});

describe('a connection', () => {
	test('that sends more before it has the answer is cut, and is no relay', async () => {
		const {port, handler, log} = await openEdge();
		for (const tail of ['early', '{"id":2,"type":"ping"}\n', 'x'.repeat(3000)]) {
			const before = handler.opened.length;
			const peer = await RawPeer.connect(port);
			await peer.open(TOKEN, tail);
			handler.opened[before]!.becomeStream({chat: 'chat', user: 'alice'});
			await peer.end();
		}

		expect(log).toMatchObject([1, 2, 3].map(() => ({type: 'cut', why: 'badRequest'})));
		expect(handler.asked.map(({type}) => type)).toEqual(['openRelay', 'openRelay', 'openRelay']);
	});

	test('that is a relay has left the session behind: nothing is said on it, and no deadline ends it', async () => {
		const {join, handler, clock} = await openRelays();
		const [alice, bob] = [await join('alice'), await join('bob')];
		await until(() => handler.closed.length === 2);
		handler.opened[0]!.deliver({type: 'probe'});
		handler.opened[0]!.close();
		for (let second = 0; second < 60; second++) clock.advance(1000);
		bob.socket.write('{"id":1,"type":"ping"}\n');
		expect((await alice.bytes(23)).toString()).toBe('{"id":1,"type":"ping"}\n');
		expect(handler.asked).toHaveLength(2);
	});

	test('that is a relay is not counted as one that has not signed in', async () => {
		const {join, visit, port, log} = await openRelays({strangersPerAddress: 2});
		await join('alice');
		await join('bob');
		await join('alice', 'other');
		await visit();
		await visit();
		expect(log.filter(({type}) => type === 'turnedAway')).toEqual([]);
		await (await RawPeer.connect(port)).end();
		expect(log.filter(({type}) => type === 'turnedAway')).toMatchObject([{why: 'tooManyStrangers'}]);
	});
});
