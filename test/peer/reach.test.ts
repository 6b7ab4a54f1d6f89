/** Reaching a partner: is there exactly one stream whoever is faster, and does nobody else get one? */
import {once} from 'node:events';
import {syncBuiltinESMExports} from 'node:module';
import {connect, createServer, type AddressInfo, type Socket} from 'node:net';
import os from 'node:os';
import type {Duplex} from 'node:stream';
import {connect as connectTls} from 'node:tls';
import {describe, expect, onTestFinished, test} from 'vitest';
import type {Clock} from '../../lib/clock.ts';
import {userName, type UserName} from '../../protocol/names.ts';
import type {PeerAddress} from '../../protocol/private-chats.ts';
import {dialBudget} from '../../source/peer/dialling.ts';
import {FrameStream} from '../../source/peer/frame-stream.ts';
import type {Parties} from '../../source/peer/hello.ts';
import {Reach, Unreached, type ReachOptions} from '../../source/peer/reach.ts';
import {secure} from '../../source/peer/secure.ts';
import {manualClock} from '../harness/manual-clock.ts';
import {until} from '../harness/until.ts';
import {person, relayed, type Person, type Tamper} from './pair.ts';

const [alice, bob, mallory] = [await person(), await person(), await person()];
const CHAT = 'c'.repeat(43);
const OTHER_CHAT = 'd'.repeat(43);
const NOBODY: Promise<Duplex> = Promise.reject(new Error('No relay.'));
NOBODY.catch(() => undefined);

const named = (name: string) => userName(name) as UserName;
const parties = (user: string, partner: string, chat = CHAT): Parties => ({
	chat,
	user: named(user),
	partner: named(partner),
});

type Some = Partial<ReachOptions> & {readonly clock: Clock};

async function start(who: Person, peer: Person, options: Omit<ReachOptions, 'me' | 'peerCertificate'>) {
	const reach = await Reach.start({...options, me: who.me, peerCertificate: peer.x509});
	onTestFinished(async () => {
		const reached = await Promise.race([reach.reached.catch(() => undefined), Promise.resolve(undefined)]);
		reached?.stream.destroy();
	});
	return reach;
}

/** An own end to all that a test starts. */
function ending(): AbortSignal {
	const stop = new AbortController();
	onTestFinished(() => stop.abort());
	return stop.signal;
}

const common = (clock: Clock) => ({
	clock,
	direct: 'lan' as const,
	isServerLocal: true,
	received: 0,
	dials: dialBudget(clock),
	relay: async () => new Promise<Duplex>(() => undefined),
	signal: ending(),
});

async function aliceReaches(options: Some) {
	return start(alice, bob, {
		...common(options.clock),
		parties: parties('alice', 'bob'),
		isInviter: true,
		...options,
	});
}

async function bobReaches(options: Some) {
	return start(bob, alice, {
		...common(options.clock),
		parties: parties('bob', 'alice'),
		isInviter: false,
		...options,
	});
}

/** The port of a side on this machine. */
const local = (reach: Reach): PeerAddress[] => [{host: '127.0.0.1', port: reach.addresses[0]!.port}];

function dialEachOther(one: Reach, other: Reach): void {
	one.dial(local(other), '127.0.0.1');
	other.dial(local(one), '127.0.0.1');
}

/** Says a word over the stream and waits until it has arrived as the next message. */
async function talks(one: FrameStream, other: FrameStream): Promise<void> {
	one.send({type: 'ack', n: 77});
	expect(await other.next()).toEqual({type: 'ack', n: 77});
}

async function why(reach: Reach): Promise<string> {
	const error: unknown = await reach.reached.catch((caught: unknown) => caught);
	if (error instanceof Unreached) return error.why;
	throw new Error('It was reached.');
}

describe('two who try to reach each other', () => {
	test.each([
		['both dial', (a: Reach, b: Reach) => dialEachOther(a, b)],
		['only the inviter can dial', (a: Reach, b: Reach) => a.dial(local(b), '')],
		['only the invited one can dial', (a: Reach, b: Reach) => b.dial(local(a), '')],
	])('have exactly one stream if %s', async (_, dial) => {
		for (let round = 0; round < 10; round++) {
			const clock = manualClock();
			const [a, b] = await Promise.all([
				aliceReaches({clock, received: 3}),
				bobReaches({clock, received: 8}),
			]);
			dial(a, b);
			const [atAlice, atBob] = await Promise.all([a.reached, b.reached]);
			expect([atAlice.way, atBob.way]).toEqual(['direct', 'direct']);
			expect([atAlice.received, atBob.received]).toEqual([8, 3]);
			await talks(atAlice.stream, atBob.stream);
			await talks(atBob.stream, atAlice.stream);
			atAlice.stream.destroy();
		}
	});

	test('listen no longer once they have it', async () => {
		const clock = manualClock();
		const [a, b] = await Promise.all([aliceReaches({clock}), bobReaches({clock})]);
		dialEachOther(a, b);
		await Promise.all([a.reached, b.reached]);
		for (const {port} of [...local(a), ...local(b)]) {
			const late = connect(port, '127.0.0.1');
			const [error] = (await once(late, 'error')) as [NodeJS.ErrnoException];
			expect(error.code).toBe('ECONNREFUSED');
		}
	});

	/** The two ends of a relay, one for each. */
	async function relay(tamper?: Tamper) {
		const {dialled, answered, passed} = await relayed(tamper);
		return {
			alices: async () => Promise.resolve(dialled),
			bobs: async () => Promise.resolve(answered),
			passed,
		};
	}

	test('take the relay after two seconds, and not before', async () => {
		const clock = manualClock();
		const {alices, bobs} = await relay();
		let asked = 0;
		const counted = (open: () => Promise<Socket>) => async () => {
			asked += 1;
			return open();
		};
		const [a, b] = await Promise.all([
			aliceReaches({clock, relay: counted(alices)}),
			bobReaches({clock, relay: counted(bobs)}),
		]);
		clock.advance(1999);
		expect(asked).toBe(0);
		clock.advance(1);
		const [atAlice, atBob] = await Promise.all([a.reached, b.reached]);
		expect([asked, atAlice.way, atBob.way]).toEqual([2, 'relayed', 'relayed']);
		await talks(atAlice.stream, atBob.stream);
	});

	test('take the relay at once, and have no port open, if they want no direct connection', async () => {
		const clock = manualClock();
		const {alices, bobs} = await relay();
		const listeners = () => process.getActiveResourcesInfo().filter(name => name === 'TCPServerWrap').length;
		const before = listeners();
		const [a, b] = await Promise.all([
			aliceReaches({clock, relay: alices, direct: 'never'}),
			bobReaches({clock, relay: bobs, direct: 'never'}),
		]);
		expect([a.addresses, b.addresses, listeners()]).toEqual([[], [], before]);
		clock.advance(0);
		expect((await a.reached).way).toBe('relayed');
		expect((await b.reached).way).toBe('relayed');
	});

	test('wait at the relay for the one who comes later', async () => {
		const clock = manualClock();
		const {alices, bobs, passed} = await relay();
		const a = await aliceReaches({clock, relay: alices});
		clock.advance(2000);
		await until(() => passed().length > 0);
		clock.advance(10_000);
		const b = await bobReaches({clock, relay: bobs});
		clock.advance(2000);
		await Promise.all([a.reached, b.reached]);
	});

	test('have one stream if a direct connection and the relay come about at once', async () => {
		for (let round = 0; round < 5; round++) {
			const clock = manualClock();
			const {alices, bobs} = await relay();
			const [a, b] = await Promise.all([
				aliceReaches({clock, relay: alices}),
				bobReaches({clock, relay: bobs}),
			]);
			dialEachOther(a, b);
			clock.advance(2000);
			const [atAlice, atBob] = await Promise.all([a.reached, b.reached]);
			expect(atAlice.way).toBe(atBob.way);
			await talks(atBob.stream, atAlice.stream);
			atAlice.stream.destroy();
		}
	});

	test('are told after 30 s that there is no way, and listen no longer', async () => {
		const clock = manualClock();
		const a = await aliceReaches({clock});
		clock.advance(29_999);
		const early = connect(local(a)[0]!.port, '127.0.0.1');
		await once(early, 'connect');
		clock.advance(1);
		expect(await why(a)).toBe('unreachable');
		await once(early, 'close');
		const late = connect(local(a)[0]!.port, '127.0.0.1');
		expect(await once(late, 'error')).toBeDefined();
	});

	test('are told at once when the relay is refused and nothing else is tried', async () => {
		const clock = manualClock();
		const a = await aliceReaches({clock, relay: async () => NOBODY});
		clock.advance(2000);
		expect(await why(a)).toBe('unreachable');
	});

	test('stop everything when they are told to', async () => {
		const clock = manualClock();
		const stop = new AbortController();
		const a = await aliceReaches({clock, signal: stop.signal});
		const inbound = connect(local(a)[0]!.port, '127.0.0.1');
		await once(inbound, 'connect');
		stop.abort();
		expect(await why(a)).toBe('unreachable');
		await once(inbound, 'close');
		expect(await why(await aliceReaches({clock, signal: stop.signal}))).toBe('unreachable');
	});

	test('take the relay where the system does not tell which addresses it has', async () => {
		const {networkInterfaces} = os;
		onTestFinished(() => {
			os.networkInterfaces = networkInterfaces;
			syncBuiltinESMExports();
		});
		os.networkInterfaces = () => {
			throw new Error('uv_interface_addresses returned Unknown system error 13'); // on Android
		};
		syncBuiltinESMExports();
		const clock = manualClock();
		const {alices, bobs} = await relay();
		const [a, b] = await Promise.all([
			aliceReaches({clock, relay: alices}),
			bobReaches({clock, relay: bobs}),
		]);
		expect([a.addresses, b.addresses]).toEqual([[], []]);
		clock.advance(2000);
		await Promise.all([a.reached, b.reached]);
	});

	test('listen on the former port again, or on another one if it is taken', async () => {
		const clock = manualClock();
		const stop = new AbortController();
		const first = await aliceReaches({clock, signal: stop.signal});
		const {port} = local(first)[0]!;
		const second = await aliceReaches({clock, port});
		expect(local(second)[0]!.port).not.toBe(port);
		stop.abort();
		await why(first);
		expect(local(await aliceReaches({clock, port}))[0]!.port).toBe(port);
	});
});

describe('nobody else gets a stream', () => {
	/** Someone at the other end of a relay, or of a direct connection, of alice, with a key and a first frame of their own. */
	async function greetAlice(way: 'direct' | 'relayed', who: Person, first: object | undefined) {
		const clock = manualClock();
		const {dialled, answered} = await relayed();
		const reach = await aliceReaches({
			clock,
			relay: way === 'relayed' ? async () => Promise.resolve(answered) : async () => NOBODY,
		});
		const raw = way === 'relayed' ? dialled : connect(local(reach)[0]!.port, '127.0.0.1');
		if (way === 'direct') await once(raw, 'connect');
		clock.advance(2000);
		const role = way === 'relayed' ? 'server' : 'client'; // the inviter is the client on a relay
		const socket = await secure(raw, {me: who.me, peerCertificate: alice.x509, role, clock}).catch(
			() => undefined,
		);
		const frames = socket && new FrameStream(socket, clock);
		if (first) frames?.send(first as never);
		return {reach, clock, frames, raw};
	}

	const hello = {type: 'hello', chat: CHAT, from: 'bob', to: 'alice', received: 0};

	describe.each(['direct', 'relayed'] as const)('%s', way => {
		test('but the partner with the right hello does', async () => {
			const {reach, frames} = await greetAlice(way, bob, hello);
			expect((await frames?.next())?.type).toBe('hello');
			expect(await frames?.next()).toEqual({type: 'chosen'});
			expect((await reach.reached).way).toBe(way);
		});

		test.each<[string, object]>([
			['in the name of another account', {...hello, from: 'mallory'}],
			['to another account', {...hello, to: 'mallory'}],
			['of another chat', {...hello, chat: OTHER_CHAT}],
			['with a message in place of the hello', {type: 'typing'}],
			['with a choice in place of the hello', {type: 'chosen'}],
		])('with the right key, %s', async (_, first) => {
			const {reach, frames, raw} = await greetAlice(way, bob, first);
			for (let heard = await frames?.next(); heard; heard = await frames?.next())
				expect(heard.type).toBe('hello'); // and never `chosen`
			expect(await why(reach)).toBe(way === 'relayed' ? 'notThePeer' : 'unreachable');
			await until(() => raw.destroyed);
		});

		test('with the right key and without a hello for five seconds', async () => {
			const {reach, frames, clock} = await greetAlice(way, bob, undefined);
			expect((await frames?.next())?.type).toBe('hello');
			clock.advance(5000);
			expect(await frames?.next()).toBeUndefined();
			expect(await why(reach)).toBe('unreachable');
		});

		test('with another key', async () => {
			const {reach} = await greetAlice(way, mallory, hello);
			expect(await why(reach)).toBe(way === 'relayed' ? 'notThePeer' : 'unreachable');
		});
	});

	test('who answers in the place of the partner', async () => {
		const clock = manualClock();
		const imposter = createServer(socket => {
			void secure(socket, {me: mallory.me, peerCertificate: alice.x509, role: 'server', clock}).catch(
				() => undefined,
			);
		});
		imposter.listen(0, '127.0.0.1');
		await once(imposter, 'listening');
		onTestFinished(() => void imposter.close());
		const a = await aliceReaches({clock, relay: async () => NOBODY});
		a.dial([{host: '127.0.0.1', port: (imposter.address() as AddressInfo).port}], '');
		clock.advance(2000);
		expect(await why(a)).toBe('unreachable');
	});

	test('and an imposter beside the partner does not keep the two apart', async () => {
		const clock = manualClock();
		const [a, b] = await Promise.all([aliceReaches({clock}), bobReaches({clock})]);
		const {port} = local(a)[0]!;
		const imposter = connectTls({
			host: '127.0.0.1',
			port,
			key: mallory.me.key,
			cert: mallory.me.certificate,
			rejectUnauthorized: false,
		});
		imposter.on('error', () => undefined);
		connect(port, '127.0.0.1').write('{"type":"hello"}\n');
		await once(imposter, 'close');
		b.dial(local(a), '');
		await Promise.all([a.reached, b.reached]);
	});

	test('and at most eight strangers hold a socket, for five seconds', async () => {
		const clock = manualClock();
		const a = await aliceReaches({clock});
		const {port} = local(a)[0]!;
		const strangers = Array.from({length: 12}, () => connect(port, '127.0.0.1').on('error', () => undefined));
		const open = () => strangers.filter(({closed}) => !closed).length;
		await until(() => open() === 8);
		clock.advance(5000);
		await until(() => open() === 0);
		const b = await bobReaches({clock});
		b.dial(local(a), '');
		await Promise.all([a.reached, b.reached]);
	});
});

/** Closes each connection, and counts them. */
async function countingServer(): Promise<{address: PeerAddress; count: () => number}> {
	let dialled = 0;
	const server = createServer(socket => {
		dialled += 1;
		socket.destroy();
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => void server.close());
	const {port} = server.address() as AddressInfo;
	return {address: {host: '127.0.0.1', port}, count: () => dialled};
}

describe('a client is no port scanner', () => {
	test('it dials at most eight addresses, however often the partner offers some', async () => {
		const victim = await countingServer();
		const clock = manualClock();
		const a = await aliceReaches({clock});
		for (let at = 0; at < 20; at++) a.dial([victim.address], '');
		await until(() => victim.count() === 8);
		const b = await bobReaches({clock});
		b.dial(local(a), '');
		await Promise.all([a.reached, b.reached]);
		expect(victim.count()).toBe(8);
	});

	test('it dials the second address only after the first one had time to answer', async () => {
		const [first, second] = [await countingServer(), await countingServer()];
		const clock = manualClock();
		const a = await aliceReaches({clock});
		a.dial([first.address, second.address], '');
		await until(() => first.count() === 1);
		expect(second.count()).toBe(0);
		clock.advance(60);
		await until(() => second.count() === 1);
		expect(first.count()).toBe(1);
	});

	test('it dials nothing if the user wants no direct connection', async () => {
		const clock = manualClock();
		const ports: Array<number | undefined> = [];
		const victim = createServer(socket => {
			ports.push(socket.remotePort);
			socket.destroy();
		});
		victim.listen(0, '127.0.0.1');
		await once(victim, 'listening');
		onTestFinished(() => void victim.close());
		const address = {host: '127.0.0.1', port: (victim.address() as AddressInfo).port};
		const a = await aliceReaches({clock, direct: 'never'});
		a.dial([address], '');
		const fence = connect(address).on('error', () => undefined);
		await once(fence, 'connect');
		const own = fence.localPort;
		await until(() => ports.includes(own));
		expect(ports).toEqual([own]);
	});
});
