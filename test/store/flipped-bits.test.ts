/** Is a bit that has flipped in any file of the data folder noticed, and the file named, before anything follows from it? */
import {describe, expect, test} from 'vitest';
import {broadcastsOf} from '../../protocol/names.ts';
import type {JournaledEvent} from '../../server/chat/event.ts';
import {LogBook} from '../../server/store/log-book.ts';
import {manualClock} from '../harness/manual-clock.ts';
import {MemoryDisk} from '../harness/memory-disk.ts';
import {alice, aliceAndBob, bob, carol, folder, happen, kept, openStore, sent, texts} from './world.ts';

const account = (user: typeof alice): JournaledEvent => ({
	type: 'accountCreated',
	user,
	password: `hash of ${user}`,
	at: 1,
});

const beginning: JournaledEvent[] = [
	{type: 'storeFounded', store: 'id', code: 'code'},
	...[alice, bob, carol].map(account),
	{type: 'tokenIssued', user: alice, device: 'device00', token: 'token', at: 1, expires: 1000},
	{type: 'blocked', user: alice, other: carol},
	{type: 'asked', kind: 'friend', from: bob, to: alice, at: 2},
];

/** A data folder as a killed server leaves it: files, and a journal of what came after them. */
async function filled(): Promise<{disk: MemoryDisk; events: JournaledEvent[]}> {
	const disk = new MemoryDisk();
	const store = await openStore(disk, {journalFile: 1000});
	const events = [...beginning];
	await happen(store, ...beginning);
	const goOn = async (...more: JournaledEvent[]) => {
		events.push(...more);
		await happen(store, ...more);
	};
	for (let at = 0; at < 8; at++) await goOn(sent(store, alice, aliceAndBob, `${at} – as it was`));
	const to = [alice, bob].map(user => ({conversation: broadcastsOf(user), sequence: 1}));
	await goOn({type: 'broadcastSent', id: 'device00.b.1', from: alice, at: 3, text: 'to all', hash: 'h', to});
	await store.checkpoint();
	for (let at = 0; at < 4; at++) await goOn({type: 'seen', user: bob, at});
	const log = bookOn(disk);
	log.add(0, {type: 'signedIn', user: 'alice'});
	await log.flush();
	return {disk: disk.afterKill(), events};
}

function bookOn(disk: MemoryDisk): LogBook {
	const failed = (error: unknown) => {
		throw error;
	};
	return new LogBook({disk, data: folder, clock: manualClock(0), failed});
}

/** All that a server knows that starts on the disk. @throws what refuses the start, or a page of messages */
async function known(disk: MemoryDisk, events: readonly JournaledEvent[]): Promise<unknown> {
	const store = await openStore(disk);
	await bookOn(disk).open();
	const conversations = [aliceAndBob, broadcastsOf(alice), broadcastsOf(bob)];
	return [kept(store.state, events), await Promise.all(conversations.map(async id => texts(store, id)))];
}

/** One bit of every eleventh byte, and of every byte at a file's end, where the checksum stands. */
function* flips(disk: MemoryDisk): Generator<{path: string; at: number; bit: number}> {
	for (const path of disk.paths()) {
		const {length = 0} = disk.content(path) ?? {};
		for (let at = 0; at < length; at += at < length - 25 ? 11 : 1) yield {path, at, bit: (at * 3) % 8};
	}
}

describe('a bit that has flipped', () => {
	test('anywhere in the data folder changes nothing, or the file is named and restoring it is advised', async () => {
		const {disk, events} = await filled();
		const before = await known(disk.afterKill(), events);
		let refused = 0;
		for (const {path, at, bit} of flips(disk)) {
			const damaged = disk.afterKill();
			damaged.damage(path, bytes => bytes.fill((bytes[at] ?? 0) ^ (1 << bit), at, at + 1));
			const after = await known(damaged, events).catch((error: unknown) => error);
			if (after instanceof Error) {
				refused++;
				expect([path, at, bit, after.message]).toEqual([path, at, bit, expect.stringContaining(path)]);
				expect(after.message).toMatch(/restore|newer/);
			} else expect([path, at, bit, after]).toEqual([path, at, bit, before]);
		}

		expect(refused).toBeGreaterThan(200);
	}, 60_000);

	test('in relationships.json does not remove a block: the start is refused', async () => {
		const {disk, events} = await filled();
		disk.damage(`${folder}/relationships.json`, bytes =>
			Buffer.from(bytes.toString().replace('"others":["carol"]', '"others":["carom"]')),
		);
		await expect(known(disk, events)).rejects.toThrow(
			/relationships\.json is damaged: its checksum is wrong; restore/,
		);
	});
});

describe('a file that its owner has edited', () => {
	test('is read once the "crc" is taken out, as the refusal says', async () => {
		const {disk, events} = await filled();
		const edited = (text: string) => text.replace('"code":"code"', '"code":"another"');
		const path = `${folder}/server.json`;
		disk.damage(path, bytes => Buffer.from(edited(bytes.toString())));
		await expect(known(disk.afterKill(), events)).rejects.toThrow(
			'if you edited it yourself, remove ,"crc":"…"',
		);
		disk.damage(path, bytes => Buffer.from(bytes.toString().replace(/,"crc":"\w+"/, '')));
		expect((await openStore(disk)).state.serverInfo.code).toBe('another');
	});

	test('a file without a checksum from an older version is read', async () => {
		const {disk, events} = await filled();
		const before = await known(disk.afterKill(), events);
		for (const path of disk.paths().filter(each => each.endsWith('.json')))
			disk.damage(path, bytes => {
				const {position, data} = JSON.parse(bytes.toString()) as {position: number; data: unknown};
				return Buffer.from(JSON.stringify({format: 2, position, data}));
			});
		expect(await known(disk, events)).toEqual(before);
	});
});

describe('the file of relationships of format 3', () => {
	test('is found under its old name, and its questions are proposals', async () => {
		const {disk, events} = await filled();
		const before = await known(disk.afterKill(), events);
		const [now, then] = [`${folder}/relationships.json`, `${folder}/circles.json`];
		disk.damage(now, bytes => {
			const {position, data} = JSON.parse(bytes.toString()) as {
				position: number;
				data: Record<string, unknown>;
			};
			const {proposals: questions, ...rest} = data;
			expect(questions).toHaveLength(1);
			return Buffer.from(JSON.stringify({format: 3, position, data: {...rest, questions}}));
		});
		await disk.move(now, then);
		expect(await known(disk, events)).toEqual(before);
		expect(disk.paths()).toContain(now);
		expect(disk.paths()).not.toContain(then);
	});
});

describe('what a person or their desktop has put into the data folder', () => {
	test.each([
		['journal/.DS_Store'],
		['journal/1.jsonl~'],
		['journal/01.jsonl'],
		['journal/0.jsonl'],
		['journal/copy/1.jsonl'],
		['journal/99.jsonl/a-folder'],
		['logs/.DS_Store'],
		['logs/alice+bob~/state.json'],
		['logs/#build/state.json'],
		['logs/room.build'],
		['logs/alice+bob/.DS_Store'],
		['logs/alice+bob/1.json~'],
		['logs/server/1970-01-01 copy.json'],
		['logs/server/.DS_Store'],
		['devices/.DS_Store'],
		['devices/alice copy.json'],
		['devices/alice.json~'],
	])('changes nothing: %s', async path => {
		const {disk, events} = await filled();
		const before = await known(disk.afterKill(), events);
		const file = `${folder}/${path}`;
		await disk.makeFolder(file.slice(0, file.lastIndexOf('/')));
		await disk.write(file, Buffer.from('whatever it is'));
		expect(await known(disk, events)).toEqual(before);
	});
});
