/** Broadcasts in the store: does each stand there once, however many it reached, and is it read by those and nobody else? */
import {describe, expect, test} from 'vitest';
import {broadcastsOf, type UserName} from '../../protocol/names.ts';
import type {JournaledEvent} from '../../server/chat/event.ts';
import {FORMAT} from '../../server/store/json-file.ts';
import type {Store} from '../../server/store/store.ts';
import {MemoryDisk} from '../harness/memory-disk.ts';
import {alice, bob, carol, folder, happen, openStore, texts} from './world.ts';

const people = Array.from({length: 30}, (_, at) => `person${at}` as UserName);

function broadcast(store: Store, from: UserName, text: string, to: readonly UserName[]): JournaledEvent {
	const places = [from, ...to].map(broadcastsOf).map(conversation => ({
		conversation,
		sequence: (store.state.conversations.byId.get(conversation)?.last ?? 0) + 1,
	}));
	const at = places[0]?.sequence ?? 0;
	return {type: 'broadcastSent', id: `device00.${from}.${at}`, from, at, text, hash: text, to: places};
}

function contents(disk: MemoryDisk, within: string): string {
	return disk
		.paths()
		.filter(path => path.startsWith(`${folder}/${within}`))
		.map(path => disk.content(path)?.toString())
		.join('\n');
}

describe('a broadcast', () => {
	test('stands once on the disk, with the list of those whom it reached, and they all read it', async () => {
		const disk = new MemoryDisk();
		const store = await openStore(disk, {checkpointBytes: 1e9, journalFile: 1e9});
		await happen(store, broadcast(store, alice, 'fire drill at noon', people));
		await store.close();
		const written = contents(disk, 'logs/');
		expect(written.split('fire drill at noon')).toHaveLength(2);
		expect(written).toContain(`"to":${JSON.stringify(people)}`);
		const again = await openStore(disk);
		for (const person of [alice, ...people])
			expect(await texts(again, broadcastsOf(person))).toEqual(['fire drill at noon']);
	});

	test('is the same in memory, in the files, and half in each, with nothing of whom else it reached', async () => {
		const disk = new MemoryDisk();
		const store = await openStore(disk);
		const page = async (from: Store, user: UserName) =>
			from.logs.read(broadcastsOf(user), {before: 4, limit: 10, end: 'newest'});
		const wanted = (numbers: number[]) =>
			[alice, bob, alice].map((from, at) => ({
				sequence: at + 1,
				id: `device00.${from}.${numbers[at]}`,
				from,
				at: numbers[at],
				text: `${at + 1} from ${from}`,
			}));
		await happen(store, broadcast(store, alice, '1 from alice', [bob, carol]));
		await happen(store, broadcast(store, bob, '2 from bob', [alice, carol]));
		await store.checkpoint();
		await happen(store, broadcast(store, alice, '3 from alice', [bob, carol]));
		for (const user of [alice, bob, carol]) expect(await page(store, user)).toEqual(wanted([1, 2, 3]));
		await store.close();
		const again = await openStore(disk);
		for (const user of [carol, bob, alice]) expect(await page(again, user)).toEqual(wanted([1, 2, 3]));
	});

	test('is read after a kill in the middle of writing it, by everybody whom it reached', async () => {
		for (let at = 0; at < 60; at++) {
			const disk = new MemoryDisk();
			const store = await openStore(disk);
			await happen(store, broadcast(store, alice, 'one', [bob, carol]));
			await store.checkpoint();
			await happen(store, broadcast(store, alice, 'two', [bob, carol]));
			disk.fault = {at: disk.operations + at, what: 'stop'};
			await store.checkpoint().catch(() => undefined); // the stop that was ordered
			const again = await openStore(disk.afterPowerLoss(() => 0.4));
			for (const user of [alice, bob, carol])
				expect(await texts(again, broadcastsOf(user))).toEqual(['one', 'two']);
		}
	});
});

describe('a data folder of before, with a copy of the broadcast for each', () => {
	/** As the first format had it. */
	async function ofBefore(): Promise<MemoryDisk> {
		const disk = new MemoryDisk();
		const store = await openStore(disk);
		await happen(store, broadcast(store, alice, 'of before', [bob, carol]));
		await store.close();
		for (const path of disk.paths().filter(each => each.endsWith('.json'))) {
			disk.damage(path, bytes => {
				const {position, data} = JSON.parse(bytes.toString()) as {position: number; data: unknown};
				const message = {sequence: 1, id: 'device00.alice.1', from: alice, at: 1, text: 'of before'};
				const isCopy = path.includes('/notices.') && path.endsWith('/1.json');
				return Buffer.from(JSON.stringify({format: 1, position, data: isCopy ? [message] : data}));
			});
		}

		return disk;
	}

	test('is read, goes on, and says in each file that is written again that an older program cannot read it', async () => {
		const disk = await ofBefore();
		const store = await openStore(disk);
		await happen(store, broadcast(store, alice, 'of now', [bob, carol]));
		for (const user of [alice, bob, carol])
			expect(await texts(store, broadcastsOf(user))).toEqual(['of before', 'of now']);
		await store.close();
		const again = await openStore(disk);
		for (const user of [alice, bob, carol])
			expect(await texts(again, broadcastsOf(user))).toEqual(['of before', 'of now']);
		const file = disk.content(`${folder}/logs/notices.bob/1.json`)?.toString();
		expect(JSON.parse(file ?? '')).toMatchObject({format: FORMAT});
		expect(file).not.toContain('of now');
	});
});

describe('a reference in somebody’s notices', () => {
	async function damaged(change: (text: string) => string): Promise<Store> {
		const disk = new MemoryDisk();
		const store = await openStore(disk);
		await happen(store, broadcast(store, alice, 'for bob alone', [bob]));
		await happen(store, broadcast(store, alice, 'for both', [bob, carol]));
		for (let at = 1; at < 9; at++) await happen(store, {type: 'seen', user: alice, at}); // so that the journal forgets
		await store.close();
		disk.damage(`${folder}/logs/notices.carol/1.json`, bytes =>
			Buffer.from(change(bytes.toString()).replace(/,"crc":"\w+"/, '')),
		);
		return openStore(disk);
	}

	test('that leads to what never reached them shows it to nobody, and both files are named', async () => {
		const store = await damaged(text => text.replace('"!alice","sequence":2', '"!alice","sequence":1'));
		await expect(texts(store, broadcastsOf(carol))).rejects.toThrow(
			/notices\.alice\/1\.json .*notices\.carol\/1\.json.*restore/,
		);
		expect(await texts(store, broadcastsOf(bob))).toHaveLength(2);
	});

	test('that leads into nothing names the file in which it is missing', async () => {
		const store = await damaged(text => text.replace('"!alice","sequence":2', '"!alice","sequence":9'));
		await expect(texts(store, broadcastsOf(carol))).rejects.toThrow(/notices\.alice\/1\.json/);
	});
});
