/** Does the store notice what is missing or older than the rest, before it goes on and makes the loss final? */
import {describe, expect, test} from 'vitest';
import type {JournaledEvent} from '../../server/chat/event.ts';
import {MemoryDisk} from '../harness/memory-disk.ts';
import {alice, aliceAndBob, bob, folder, happen, openStore, sent} from './world.ts';

const account = (user: typeof alice): JournaledEvent => ({
	type: 'accountCreated',
	user,
	password: `hash of ${user}`,
	at: 1,
});

/** A store that was closed after so many messages; its oldest journal files are forgotten. */
async function closed(messages: number): Promise<MemoryDisk> {
	const disk = new MemoryDisk();
	const store = await openStore(disk);
	await happen(store, {type: 'storeFounded', store: 'id', code: 'code'});
	await happen(store, account(alice), account(bob));
	for (let count = 0; count < messages; count++)
		await happen(store, sent(store, alice, aliceAndBob, `text ${count}`));
	await store.close();
	return disk;
}

async function refused(disk: MemoryDisk, sentence: RegExp): Promise<void> {
	const contents = () => disk.paths().map(path => [path, disk.content(path)?.toString()]);
	const before = contents();
	await expect(openStore(disk)).rejects.toThrow(sentence);
	expect(contents()).toEqual(before);
}

const journalFiles = (disk: MemoryDisk) => disk.paths().filter(path => path.startsWith(`${folder}/journal/`));

describe('the server refuses to start, and changes nothing,', () => {
	test('when the journal is gone but files are there that were written after it', async () => {
		const disk = await closed(5);
		for (const path of journalFiles(disk)) await disk.remove(path);
		await refused(disk, /\/data\/journal .* older than .*restore/);
	});

	test('when the journal is of an earlier time than a file', async () => {
		const disk = await closed(5);
		const older = await closed(2);
		for (const path of journalFiles(disk)) await disk.remove(path);
		for (const path of journalFiles(older)) {
			await (await disk.append(path)).write(older.content(path) ?? Buffer.alloc(0));
		}

		await refused(disk, /\/data\/journal .* older than .*restore/);
	});

	test.each(['users.json', 'server.json', 'sign-ins.json'])(
		'when %s is gone, and the journal no longer tells what stood in it',
		async name => {
			const disk = await closed(20);
			await disk.remove(`${folder}/${name}`);
			await refused(disk, new RegExp(`/data/${name} is missing.*restore`));
		},
	);

	test('but not when the keys of the users are missing, which a folder of an older program has not, and clients register again', async () => {
		const disk = await closed(20);
		await disk.remove(`${folder}/identities.json`);
		const store = await openStore(disk);
		expect(store.state.identities.size).toBe(0);
		await store.close();
		expect(disk.content(`${folder}/identities.json`)).toBeDefined();
	});

	test('when a line of the journal is missing that a later one vouches for', async () => {
		const disk = new MemoryDisk();
		const store = await openStore(disk, {journalFile: 1e6});
		for (let at = 1; at <= 3; at++) await happen(store, {type: 'seen', user: alice, at});
		disk.damage(`${folder}/journal/1.jsonl`, bytes => {
			const [first, , third] = bytes.toString().split('\n');
			return Buffer.from(`${first}\n${third}\n`);
		});
		await refused(disk, /1\.jsonl is damaged at line 2/);
	});

	test('when a newer version wrote into the journal what this one does not know', async () => {
		const disk = new MemoryDisk();
		const store = await openStore(disk);
		await store.record([{type: 'madeUpLater', at: 1} as never]); // what a newer version might write
		await refused(disk, /1\.jsonl .*newer chat-tui/);
	});
});

describe('a file of messages that is gone', () => {
	test('is named to whoever asks for a page of it', async () => {
		const disk = await closed(300);
		await disk.remove(`${folder}/logs/alice+bob/1.json`);
		const store = await openStore(disk);
		await expect(store.logs.read(aliceAndBob, {before: 301, limit: 100, end: 'newest'})).rejects.toThrow(
			/alice\+bob\/1\.json .*missing.*restore/,
		);
		expect(await store.logs.read(aliceAndBob, {before: 301, limit: 50, end: 'newest'})).toHaveLength(50);
	});

	test('is not begun anew without the messages that stood in it', async () => {
		const disk = await closed(300);
		await disk.remove(`${folder}/logs/alice+bob/251.json`);
		const store = await openStore(disk);
		const inTail = await store.logs.read(aliceAndBob, {before: 301, limit: 1, end: 'newest'}).catch(() => []);
		await happen(store, sent(store, alice, aliceAndBob, 'one more'));
		if (inTail.length === 0) await expect(store.checkpoint()).rejects.toThrow(/251\.json .*missing/);
		expect(disk.content(`${folder}/logs/alice+bob/251.json`)).toBeUndefined();
	});
});
