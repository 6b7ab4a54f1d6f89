/** A channel over streams that come and go: does everything arrive once and in order, and what can a hostile partner do? */
import {randomBytes} from 'node:crypto';
import type {Socket} from 'node:net';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Clock} from '../../lib/clock.ts';
import {Channel} from '../../source/peer/channel.ts';
import {FrameStream} from '../../source/peer/frame-stream.ts';
import {controlFrame, dataHeader} from '../../source/peer/frames.ts';
import {manualClock} from '../harness/manual-clock.ts';
import {until} from '../harness/until.ts';
import {direct, relayed} from './pair.ts';

type Seen = {
	readonly channel: Channel;
	readonly texts: string[];
	readonly other: string[];
	readonly acknowledged: string[];
	readonly lost: string[];
	readonly ends: string[];
	readonly data: Array<{transfer: number; bytes: Buffer}>;
};

function side(clock: Clock): Seen {
	const seen: Seen = {
		texts: [],
		other: [],
		acknowledged: [],
		lost: [],
		ends: [],
		data: [],
		channel: new Channel(clock, {
			onMessage(message) {
				if (message.type === 'text') seen.texts.push(message.text);
				else seen.other.push(message.type);
			},
			onData(transfer, bytes) {
				seen.data.push({transfer, bytes});
			},
			onAcknowledged: id => void seen.acknowledged.push(id),
			onLost: reason => void seen.lost.push(reason),
			onEnd: why => void seen.ends.push(why),
		}),
	};
	return seen;
}

const said = (text: string) => ({type: 'text', id: `id-${text.slice(0, 40)}`, text, at: 5}) as const;

async function connected(clock = manualClock()) {
	const {dialled, answered} = await direct();
	const [alice, bob] = [side(clock), side(clock)];
	alice.channel.attach(new FrameStream(dialled, clock), 0);
	bob.channel.attach(new FrameStream(answered, clock), 0);
	return {alice, bob, clock, dialled, answered};
}

/** A channel of alice, and the socket of somebody who writes frames by hand. */
async function hostile(clock = manualClock()) {
	const {dialled, answered} = await direct();
	const alice = side(clock);
	alice.channel.attach(new FrameStream(answered, clock), 0);
	let bytes = 0;
	let heard = '';
	dialled.on('data', chunk => {
		bytes += chunk.length;
		heard += String(chunk);
	});
	const send = (message: object) => dialled.write(controlFrame(JSON.stringify(message)));
	return {alice, clock, socket: dialled, send, bytes: () => bytes, heard: () => heard};
}

test('messages arrive in order, and the sender hears which have arrived', async () => {
	const {alice, bob} = await connected();
	const texts = Array.from({length: 50}, (_, at) => `message ${at}`);
	for (const text of texts) expect(alice.channel.send(said(text))).toBe(true);
	alice.channel.send({type: 'read', id: 'x'});
	alice.channel.sendPassing({type: 'typing'});
	await until(() => bob.other.length === 2 && alice.acknowledged.length === 50);
	expect(bob.texts).toEqual(texts);
	expect(bob.other).toEqual(['read', 'typing']);
	expect(alice.acknowledged).toEqual(texts.map(text => `id-${text}`));
	expect(bob.channel.received).toBe(51);
});

test('messages that were written while there was no stream arrive over the next one, and a passing one does not', async () => {
	const clock = manualClock();
	const [alice, bob] = [side(clock), side(clock)];
	alice.channel.send(said('one'));
	alice.channel.sendPassing({type: 'typing'});
	const {dialled, answered} = await direct();
	alice.channel.attach(new FrameStream(dialled, clock), 0);
	bob.channel.attach(new FrameStream(answered, clock), 0);
	alice.channel.send(said('two'));
	await until(() => alice.acknowledged.length === 2);
	expect([bob.texts, bob.other]).toEqual([['one', 'two'], []]);
});

test('wherever the stream is cut, nothing is lost, nothing comes twice, and the order holds', async () => {
	const cuts = fc.array(fc.nat(2500), {minLength: 1, maxLength: 4});
	await fc.assert(
		fc.asyncProperty(cuts, fc.array(fc.nat(3), {minLength: 4, maxLength: 12}), async (positions, turns) => {
			const clock = manualClock();
			const [alice, bob] = [side(clock), side(clock)];
			const sent = {alice: [] as string[], bob: [] as string[]};
			const say = () => {
				for (const [at, turn] of turns.entries()) {
					const text = `${sent.alice.length} ${sent.bob.length} ${'x'.repeat(at * 9)}`;
					const [who, list] = turn < 2 ? [alice, sent.alice] : [bob, sent.bob];
					who.channel.send(said(text));
					list.push(text);
				}
			};
			for (const position of [...positions, Infinity]) {
				let passed = 0;
				let cut = (): void => undefined;
				const {dialled, answered} = await relayed(bytes => {
					const part = bytes.subarray(0, Math.max(0, position - passed));
					passed += bytes.length;
					if (passed > position) setImmediate(() => cut());
					return part;
				});
				cut = () => {
					dialled.destroy();
					answered.destroy();
				};
				const [fromAlice, fromBob] = [alice.channel.received, bob.channel.received];
				alice.channel.attach(new FrameStream(dialled, clock), fromBob);
				bob.channel.attach(new FrameStream(answered, clock), fromAlice);
				say();
				const isDone = () => bob.texts.length === sent.alice.length && alice.texts.length === sent.bob.length;
				await until(() => {
					clock.advance(20); // what is read more slowly goes on
					return isDone() || (passed > position && dialled.destroyed && answered.destroyed);
				});
				if (position === Infinity) continue;
				cut();
				alice.channel.detach();
				bob.channel.detach();
			}

			expect({alice: bob.texts, bob: alice.texts}).toEqual(sent);
			expect([alice.ends, bob.ends]).toEqual([[], []]);
		}),
		{numRuns: 40},
	);
}, 60_000);

test('the owner is told when the stream is gone, and once when the channel is over', async () => {
	const {alice, bob, dialled, clock} = await connected();
	dialled.destroy();
	await until(() => bob.lost.length > 0 && alice.lost.length > 0);
	expect([alice.lost, bob.lost, alice.ends, bob.ends]).toEqual([['closed'], ['closed'], [], []]);
	const next = await direct();
	alice.channel.attach(new FrameStream(next.dialled, clock), 0);
	bob.channel.attach(new FrameStream(next.answered, clock), 0);
	alice.channel.send(said('last words'));
	alice.channel.close('signedOut');
	await until(() => bob.ends.length > 0);
	expect([bob.texts, bob.ends, bob.lost.length]).toEqual([['last words'], ['signedOut'], 1]);
	expect([alice.ends, alice.lost.length]).toEqual([[], 1]);
	expect(alice.channel.send(said('too late'))).toBe(false);
	await until(() => next.dialled.destroyed && next.answered.destroyed);
});

describe('a bound holds', () => {
	test('for messages that wait for their acknowledgement', () => {
		const {channel} = side(manualClock());
		for (let at = 0; at < 1000; at++) expect(channel.send(said('a'))).toBe(true);
		expect(channel.send(said('a'))).toBe(false);
	});

	test('for their bytes', () => {
		const {channel} = side(manualClock());
		let bytes = 0;
		while (channel.send(said('a'.repeat(16 * 1024)))) bytes += 16 * 1024;
		expect(bytes).toBeGreaterThan(4 * 1024 * 1024 - 64 * 1024);
		expect(bytes).toBeLessThan(4 * 1024 * 1024);
	});

	test('until the partner acknowledges: then there is room again', async () => {
		const {alice, bob} = await connected();
		while (alice.channel.send(said('a'.repeat(16 * 1024))));
		await until(() => bob.texts.length > 50);
		await until(() => alice.acknowledged.length > 50);
		expect(alice.channel.send(said('b'))).toBe(true);
	});
});

describe('a file', () => {
	const CHUNK = 128 * 1024;

	test('arrives whole', async () => {
		const {alice, bob} = await connected();
		const file = randomBytes(5 * 1024 * 1024 + 17);
		for (let at = 0; at < file.length; at += CHUNK)
			if (!alice.channel.sendData(3, file.subarray(at, at + CHUNK))) await alice.channel.drained();
		await until(() => bob.data.reduce((sum, {bytes}) => sum + bytes.length, 0) === file.length);
		expect(Buffer.concat(bob.data.map(({bytes}) => bytes)).equals(file)).toBe(true);
		expect(new Set(bob.data.map(({transfer}) => transfer))).toEqual(new Set([3]));
	});

	test('waits until it has arrived, so that no message waits for more than 512 KiB of it', async () => {
		const {alice, socket, send} = await hostile();
		let sent = CHUNK;
		while (alice.channel.sendData(1, Buffer.alloc(CHUNK))) sent += CHUNK;
		expect(sent).toBe(512 * 1024);
		let isDrained = false;
		void alice.channel.drained().then(() => (isDrained = true));
		await until(() => socket.bytesRead > sent); // also what has left the machine counts, until it has arrived
		expect(isDrained).toBe(false);
		send({type: 'got', bytes: 1});
		send({type: 'text', n: 1, id: 'a', text: 'fence', at: 1});
		await until(() => alice.texts.length === 1);
		expect(isDrained).toBe(false);
		send({type: 'got', bytes: CHUNK});
		await until(() => isDrained);
		expect(alice.channel.sendData(1, Buffer.alloc(CHUNK))).toBe(false);
	});

	test('goes on over the next stream', async () => {
		const {alice, bob, dialled, clock} = await connected();
		dialled.destroy();
		await until(() => alice.lost.length > 0);
		let isDrained = false;
		const room = alice.channel.drained().then(() => (isDrained = true));
		expect(alice.channel.sendData(1, Buffer.alloc(CHUNK))).toBe(false);
		expect(isDrained).toBe(false);
		const next = await direct();
		alice.channel.attach(new FrameStream(next.dialled, clock), 0);
		bob.channel.attach(new FrameStream(next.answered, clock), 0);
		await room;
		expect(alice.channel.sendData(2, Buffer.alloc(CHUNK))).toBe(true);
		await until(() => bob.data.length > 0);
		expect(new Set(bob.data.map(({transfer}) => transfer))).toEqual(new Set([2]));
	});

	test('counts against no rate of messages', async () => {
		const {alice, bob} = await connected();
		for (let at = 0; at < 3000;) {
			at++;
			if (!alice.channel.sendData(1, Buffer.alloc(1000))) await alice.channel.drained();
		}

		await until(() => bob.data.length === 3000);
	});
});

describe('silence', () => {
	test('of 25 s loses the stream, and pings keep it', async () => {
		const {alice, bob, clock} = await connected();
		for (let seconds = 0; seconds < 60; seconds += 5) {
			clock.advance(5000);
			bob.channel.send(said(String(seconds)));
			const count = alice.texts.length;
			await until(() => alice.texts.length === count + 1 || alice.lost.length > 0);
		}

		expect([alice.lost, bob.lost]).toEqual([[], []]);
	});

	test('of the whole network is noticed after 25 s', async () => {
		const {alice, clock} = await hostile();
		clock.advance(24_999);
		expect(alice.lost).toEqual([]);
		clock.advance(1);
		expect(alice.lost).toEqual(['silent']);
	});

	test('is broken by a ping every 10 s', async () => {
		const {clock, heard} = await hostile();
		clock.advance(10_000);
		await until(() => heard().includes('{"type":"ping"}'));
	});

	test('ends with any byte, also of a frame that is not whole', async () => {
		const {alice, clock, socket, send} = await hostile();
		const frame = Buffer.concat([dataHeader(1, 5), Buffer.from('12345')]);
		send({type: 'text', n: 1, id: 'a', text: 'before', at: 1});
		await until(() => alice.texts.length === 1);
		for (const byte of frame) {
			clock.advance(20_000);
			if (alice.lost.length > 0) break;
			socket.write(Buffer.of(byte));
			await new Promise(resolve => setImmediate(resolve));
			await new Promise(resolve => setImmediate(resolve));
			await new Promise(resolve => setImmediate(resolve));
		}

		expect([alice.lost, alice.data.length]).toEqual([[], 1]);
	});
});

describe('a hostile partner', () => {
	const text = (n: number, more: object = {}) => ({
		type: 'text',
		n,
		id: `i${n}`,
		text: `t${n}`,
		at: 1,
		...more,
	});

	test.each<[string, (socket: Socket) => void]>([
		['a length of 4 GiB', socket => socket.write(Buffer.from([255, 255, 255, 255, 0]))],
		['a length of 4 GiB for a file', socket => socket.write(Buffer.from([255, 255, 255, 255, 1]))],
		['an unknown kind', socket => socket.write(Buffer.from([0, 0, 0, 1, 9, 0]))],
		['an HTTP request', socket => socket.write('GET / HTTP/1.1\r\n\r\n')],
		['what is not JSON', socket => socket.write(controlFrame('{"type":'))],
		['very deep JSON', socket => socket.write(controlFrame('['.repeat(100_000)))],
		['a message of a wrong shape', socket => socket.write(controlFrame('{"type":"text","n":1,"text":5}'))],
		['a message with a gap before it', socket => socket.write(controlFrame(JSON.stringify(text(2))))],
		[
			'an acknowledgement of what was never sent',
			socket => socket.write(controlFrame('{"type":"ack","n":1}')),
		],
		[
			'bytes dealt with that were never sent',
			socket => socket.write(controlFrame('{"type":"got","bytes":1}')),
		],
		[
			'a second hello',
			socket =>
				socket.write(
					controlFrame(
						JSON.stringify({type: 'hello', chat: 'c'.repeat(43), from: 'bob', to: 'alice', received: 0}),
					),
				),
		],
		['a second choice', socket => socket.write(controlFrame('{"type":"chosen"}'))],
	])('who sends %s ends the channel, and is told why', async (_, attack) => {
		const {alice, socket, heard} = await hostile();
		attack(socket);
		await until(() => alice.ends.length > 0 && socket.destroyed);
		expect([alice.ends, alice.lost, alice.texts]).toEqual([['badFrame'], [], []]);
		expect(heard()).toContain('{"type":"bye","why":"badFrame"}');
	});

	test('is not who acknowledges each of many messages: acknowledgements are read at once', async () => {
		const {alice, send} = await hostile();
		for (let n = 1; n <= 300; n++) alice.channel.send(said(String(n)));
		for (let n = 1; n <= 300; n++) send({type: 'ack', n});
		await until(() => alice.acknowledged.length === 300);
	});

	test('who sends a message again is heard once', async () => {
		const {alice, send} = await hostile();
		for (const n of [1, 1, 2, 1, 2, 3]) send(text(n));
		await until(() => alice.texts.includes('t3'));
		expect(alice.texts).toEqual(['t1', 't2', 't3']);
	});

	test('who claims on connecting to have more than was sent, or less than before, ends the channel', async () => {
		const clock = manualClock();
		for (const received of [3, 0]) {
			const {alice, bob} = await connected(clock);
			for (const word of ['one', 'two']) alice.channel.send(said(word));
			await until(() => alice.acknowledged.length === 2);
			bob.channel.detach();
			const next = await direct();
			alice.channel.attach(new FrameStream(next.dialled, clock), received);
			expect(alice.ends).toEqual(['badFrame']);
		}
	});

	test('who floods with messages is read at 20 a second, and never cut off', async () => {
		const {alice, clock, send} = await hostile();
		for (let n = 1; n <= 400; n++) send(text(n));
		await until(() => alice.texts.length === 100);
		await new Promise(resolve => setImmediate(resolve));
		expect(alice.texts).toHaveLength(100);
		for (let seconds = 1; seconds <= 15; seconds++) {
			for (let tick = 0; tick < 20; tick++) clock.advance(50);
			expect(alice.texts).toHaveLength(100 + seconds * 20);
		}

		expect([alice.ends, alice.lost]).toEqual([[], []]);
	});

	test.each([
		['pings', {type: 'ping'}],
		['typing marks', {type: 'typing'}],
		['repeated messages', text(1)],
		['repeated acknowledgements', {type: 'ack', n: 1}],
	])('who floods with %s is read more slowly as well', async (_, message) => {
		const {alice, clock, send, bytes} = await hostile();
		alice.channel.send(said('one'));
		send(text(1));
		for (let at = 0; at < 300; at++) send(message);
		send(text(2));
		await until(() => bytes() > 0 && alice.texts.length === 1);
		clock.advance(5000);
		await new Promise(resolve => setImmediate(resolve));
		expect(alice.texts).toHaveLength(1);
		for (let tick = 0; tick < 250; tick++) clock.advance(50);
		expect(alice.texts).toHaveLength(2);
	});

	test('who never reads does not make the client gather pings and typing marks', async () => {
		const clock = manualClock();
		const {dialled, answered} = await direct();
		const alice = side(clock);
		const stream = new FrameStream(answered, clock);
		alice.channel.attach(stream, 0);
		dialled.pause();
		for (let at = 0; at < 200_000; at++) alice.channel.sendPassing({type: 'typing'});
		await new Promise(resolve => setImmediate(resolve));
		expect(stream.waiting).toBeLessThan(70 * 1024);
	});

	test('who never reads what it asks for loses the stream before it has filled the memory', async () => {
		const {alice, socket} = await hostile();
		socket.pause();
		const entries = Array.from({length: 400}, () => ({id: 'c'.repeat(43), name: 'x'.repeat(50), size: 1}));
		let said = 0;
		while (alice.lost.length === 0) {
			alice.channel.sendPassing({type: 'files', entries, isLast: false});
			said += 1;
			await Promise.resolve();
		}

		expect(said * 40_000).toBeGreaterThan(8 * 1024 * 1024);
		expect(said * 40_000).toBeLessThan(32 * 1024 * 1024);
	});
});
