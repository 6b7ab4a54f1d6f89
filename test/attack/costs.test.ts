/** What can one connection cost the server, and what do the others notice of it? */
import {expect, test} from 'vitest';
import {FRAME_CAP} from '../../protocol/frames.ts';
import {skippingClock} from '../harness/skipping-clock.ts';
import {until} from '../harness/until.ts';
import {UNLIMITED, entrance, frame, message, openHouse} from './attacked-server.ts';

const MiB = 1024 * 1024;
test('a page of history fits into a frame, whatever the texts in it become on the wire', async () => {
	const {newcomer} = await openHouse({limits: UNLIMITED});
	const {peer: mallory} = await newcomer('mallory');
	const {peer: alice} = await newcomer('alice');
	for (const [at, text] of ['\x01', '"', '\\', '\x7f', '\u2028', '\u{1f600}'].entries())
		for (let count = 0; count < 70; count++)
			await mallory.ask('send', message('mallory', 'alice', 100 * at + count, text.repeat(4000)));
	let longest = 0;
	let size = 0;
	alice.socket.on('data', (text: string) => {
		const lines = text.split('\n');
		longest = Math.max(longest, size + Buffer.byteLength(lines[0]!));
		size = (lines.length > 1 ? 0 : size) + Buffer.byteLength(lines.at(-1)!);
	});
	let pages = 0;
	for (let before = 421; before > 1; pages++) {
		const page = await alice.ask('history', {conversation: 'alice+mallory', before, limit: 200});
		before = (page['messages'] as Array<{sequence: number}>)[0]!.sequence;
	}

	expect(pages).toBeLessThan(100);
	expect(longest).toBeGreaterThan(100 * 1024);
	expect(longest).toBeLessThan(FRAME_CAP.server);
});

test('who asks for a hundred pages and reads none gets no more than a few of them made, and all once they read', async () => {
	const {newcomer} = await openHouse({limits: UNLIMITED});
	const {peer: mallory} = await newcomer('mallory');
	const {peer: alice} = await newcomer('alice');
	for (let count = 1; count <= 70; count++)
		await mallory.ask('send', message('mallory', 'mallory', count, 'x'.repeat(4000)));
	await mallory.fence();
	mallory.socket.pause();
	const before = process.memoryUsage().rss;
	for (let id = 1000; id < 1100; id++)
		mallory.write(frame(id, 'history', {conversation: 'mallory+mallory', limit: 200}));
	for (let turn = 0; turn < 200; turn++) await alice.fence();
	expect(process.memoryUsage().rss - before).toBeLessThan(20 * MiB);
	mallory.socket.resume();
	await until(() => mallory.heard.some(({re}) => re === 1099));
	const pages = mallory.heard.filter(({re}) => Number(re) >= 1000 && Number(re) < 1100);
	expect(pages.map(({re}) => re)).toEqual(Array.from({length: 100}, (_, at) => at + 1000));
	expect(mallory.ended).toBe(false);
});

test('who asks for page after page and reads none is gone after 25 seconds; who reads slowly stays', async () => {
	const clock = skippingClock();
	const {newcomer, log} = await openHouse({clock, limits: UNLIMITED});
	const {peer: alice} = await newcomer('alice');
	const [{peer: mallory}, {peer: sloth}] = [await newcomer('mallory'), await newcomer('sloth')];
	for (let count = 1; count <= 70; count++) {
		const lobby = {...message('alice', 'alice', count, 'x'.repeat(4000)), conversation: '#lobby'};
		await alice.ask('send', lobby);
	}

	for (const peer of [mallory, sloth]) {
		await peer.fence();
		peer.socket.pause();
		for (let id = 1000; id < 1100; id++)
			peer.write(frame(id, 'history', {conversation: '#lobby', limit: 200}));
	}

	for (let step = 0; step < 4; step++) {
		const before = sloth.heard.length;
		sloth.socket.resume();
		await until(() => sloth.heard.length > before + 5);
		sloth.socket.pause();
		for (let turn = 0; turn < 20; turn++) await alice.fence();
		clock.skip(9000);
	}

	expect(log.filter(line => line.includes('cut'))).toEqual([expect.stringContaining('127.0.0.1: silent')]);
	sloth.socket.resume();
	await until(() => sloth.heard.some(({re}) => re === 1099));
	expect(sloth.ended).toBe(false);
});

test('a flood of sign-ins and sign-ups is turned away in time, and those who chat lose nothing by it', async () => {
	const {knock, newcomer, holdHashes, hashes} = await openHouse({limits: UNLIMITED});
	const {peer: alice} = await newcomer('alice');
	const {peer: bob} = await newcomer('bob');
	const release = holdHashes();
	const before = hashes();
	const flood = await Promise.all(Array.from({length: 62}, knock));
	for (const [at, peer] of flood.entries())
		for (let id = 0; id < 20; id++)
			peer.write(frame(id + 2, at % 2 ? 'signIn' : 'signUp', entrance(`user${at}x${id}`)));
	for (let count = 1; count <= 100; count++)
		expect(await alice.ask('send', message('alice', 'bob', count, `number ${count}`))).toMatchObject({
			sequence: count,
		});
	await until(() => bob.heard.filter(({type}) => type === 'message').length === 100);
	expect(hashes()).toBe(before + 2);
	release();
});

test('sixty strangers and a slow reader take nothing from a conversation', async () => {
	const {knock, newcomer, log} = await openHouse({limits: {acceptRate: 1e6, acceptBurst: 1e6}});
	const {peer: alice} = await newcomer('alice');
	const {peer: bob} = await newcomer('bob');
	await Promise.all(Array.from({length: 60}, knock));
	const {peer: sloth} = await newcomer('sloth');
	sloth.socket.pause();
	for (let count = 1; count <= 80; count++) {
		await alice.ask('send', message('alice', 'sloth', count, 'x'.repeat(4000)));
		await alice.ask('send', message('alice', 'bob', 100 + count, `number ${count}`));
	}

	await until(() => bob.heard.filter(({type}) => type === 'message').length === 80);
	expect(bob.ended).toBe(false);
	expect(log.join('')).not.toMatch(/fault/);
});
