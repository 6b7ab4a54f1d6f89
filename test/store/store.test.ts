/** The store: what is read back after an orderly stop, a kill, or a loss of power at any moment. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {directConversation} from '../../protocol/names.ts';
import type {JournaledEvent} from '../../server/chat/event.ts';
import type {Store} from '../../server/store/store.ts';
import {MemoryDisk} from '../harness/memory-disk.ts';
import {alice, aliceAndBob, bob, carol, folder, happen, kept, openStore, sent, texts} from './world.ts';

const account = (user: typeof alice): JournaledEvent => ({
	type: 'accountCreated',
	user,
	password: `hash of ${user}`,
	at: 1,
});
const token = (user: typeof alice, at: number): JournaledEvent => ({
	type: 'tokenIssued',
	user,
	device: `device${at}`,
	token: `token${at}`,
	at,
	expires: 1000,
});
const read = (upTo: number): JournaledEvent => ({
	type: 'marked',
	conversation: aliceAndBob,
	user: bob,
	delivered: upTo,
	read: upTo,
});

const people = Array.from({length: 50}, (_, at) => `person${at}` as typeof alice);

class CountingDisk extends MemoryDisk {
	readonly syncs: string[] = [];

	override async sync(folder: string): Promise<void> {
		this.syncs.push(folder);
		await super.sync(folder);
	}
}

/** The events of a small chat, one command after the other. */
function* chat(store: Store, messages: number): Generator<JournaledEvent[]> {
	yield [{type: 'storeFounded', store: 'id', code: 'code'}];
	yield [account(alice), token(alice, 1)];
	yield [account(bob)];
	for (let count = 1; count <= messages; count++) {
		yield [sent(store, count % 3 === 0 ? bob : alice, aliceAndBob, `text ${count}`)];
		if (count % 5 === 0) yield [read(count - 2)];
		if (count % 7 === 0)
			yield [
				token(bob, count),
				{type: 'passwordFailed', user: 'bob', address: '::1', count: 1, at: count, uptime: 0},
			];
	}

	yield [account(carol), {type: 'tokenRevoked', user: alice, token: 'token1'}];
}

describe('after an orderly stop', () => {
	test('everything is read from the files, and the journal is no longer needed', async () => {
		const disk = new MemoryDisk();
		const store = await openStore(disk);
		const events: JournaledEvent[] = [];
		for (const command of chat(store, 300)) {
			events.push(...command);
			await happen(store, ...command);
		}

		const before = kept(store.state, events);
		await store.close();
		const again = await openStore(disk);
		expect(kept(again.state, events)).toEqual(before);
		expect((await texts(again)).length).toBe(300);
	});

	test('however many devices had something to say, their folder was synced once', async () => {
		const disk = new CountingDisk();
		const store = await openStore(disk);
		await happen(store, ...people.map(account));
		for (const [at, user] of people.entries())
			await happen(store, sent(store, user, directConversation(user, user), `text ${at}`));
		await store.checkpoint();
		expect(disk.paths().filter(path => path.startsWith(`${folder}/devices/`))).toHaveLength(people.length);
		expect(disk.syncs.filter(synced => synced === `${folder}/devices`)).toHaveLength(1);
	});

	test('pending.json names those who have something pending, and how much', async () => {
		const disk = new MemoryDisk();
		const store = await openStore(disk);
		await happen(store, account(alice), account(bob));
		for (let count = 0; count < 3; count++) await happen(store, sent(store, alice, aliceAndBob, 'hi'));
		await store.close();
		expect(JSON.parse(disk.content(`${folder}/pending.json`)?.toString() ?? '')).toMatchObject({
			data: [{user: 'bob', waiting: [{conversation: 'alice+bob', messages: 3}]}],
		});
	});
});

describe('whenever the server is killed, or the power goes,', () => {
	test.each(['kill', 'power'])('nothing acknowledged is lost, doubled or out of order (%s)', async how => {
		await fc.assert(
			fc.asyncProperty(
				fc.nat(400),
				fc.infiniteStream(fc.double({min: 0, max: 0.999, noNaN: true})),
				async (at, chances) => {
					const disk = new MemoryDisk();
					const acknowledged: JournaledEvent[] = [];
					let sentTexts = 0;
					try {
						const store = await openStore(disk, {checkpointBytes: 1500});
						disk.fault = {at: disk.operations + at, what: 'stop'};
						for (const command of chat(store, 40)) {
							await happen(store, ...command);
							acknowledged.push(...command);
							sentTexts = acknowledged.filter(({type}) => type === 'messageSent').length;
						}

						await store.close();
					} catch {
						// the stop that was ordered
					}

					const found =
						how === 'kill' ? disk.afterKill() : disk.afterPowerLoss(() => chances.next().value as number);
					const store = await openStore(found);
					const all = await texts(store);
					expect(all).toEqual(Array.from({length: all.length}, (_, index) => `text ${index + 1}`));
					expect(all.length).toBeGreaterThanOrEqual(sentTexts);
					for (const event of acknowledged) {
						if (event.type === 'accountCreated')
							expect(store.state.accounts.byName.has(event.user)).toBe(true);
					}

					const cursors = store.state.conversations.byId.get(aliceAndBob)?.members.get(bob);
					const marked = acknowledged.filter(event => event.type === 'marked').at(-1);
					expect(cursors?.read ?? 0).toBeGreaterThanOrEqual(marked?.type === 'marked' ? marked.read : 0);
					await happen(store, sent(store, alice, aliceAndBob, 'it goes on'));
					expect(store.state.conversations.byId.get(aliceAndBob)?.last).toBe(all.length + 1);
				},
			),
			{numRuns: 150},
		);
	});

	test('each file may be of another time: what the journal adds makes the same whole of them', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(fc.nat(20), {minLength: 3, maxLength: 6}), async pauses => {
				const disk = new MemoryDisk();
				const store = await openStore(disk);
				const events: JournaledEvent[] = [];
				const commands = [...Array.from({length: 1})].flatMap(() => [...collect(store)]);
				const checkpoints = new Set(
					pauses.reduce<number[]>((all, pause) => [...all, (all.at(-1) ?? 0) + pause], []),
				);
				for (const [at, make] of commands.entries()) {
					const command = make();
					events.push(...command);
					// the checkpoint goes on while more happens, so that its files are of different times
					if (checkpoints.has(at)) void store.checkpoint();
					await happen(store, ...command);
				}

				const before = kept(store.state, events);
				await store.checkpoint();
				const again = await openStore(disk.afterKill());
				expect(kept(again.state, events)).toEqual(before);
			}),
			{numRuns: 60},
		);
	});
});

/** The commands of the chat, each made when its turn comes. */
function collect(store: Store): Array<() => JournaledEvent[]> {
	const generator = chat(store, 40);
	return Array.from({length: 60}, () => () => {
		const next = generator.next();
		return next.done ? [read(1)] : next.value;
	});
}

describe('a disk that is full', () => {
	test('leaves the files as they were, and a later checkpoint makes up for it', async () => {
		const disk = new MemoryDisk();
		const store = await openStore(disk);
		await happen(store, account(alice), account(bob));
		await store.checkpoint();
		const before = disk.content(`${folder}/users.json`);
		await happen(store, account(carol));
		disk.fault = {at: disk.operations + 3, what: 'refuse'};
		await expect(store.checkpoint()).rejects.toThrow('no space');
		expect(disk.content(`${folder}/users.json`)).toEqual(before);
		await happen(store, sent(store, alice, aliceAndBob, 'hi'));
		await store.checkpoint();
		const again = await openStore(disk);
		expect([...again.state.accounts.byName.keys()]).toEqual(['alice', 'bob', 'carol']);
		expect(await texts(again)).toEqual(['hi']);
	});

	test('refuses an event to whoever waits for it', async () => {
		const disk = new MemoryDisk();
		const store = await openStore(disk);
		disk.fault = {at: disk.operations + 1, what: 'refuse'};
		await expect(happen(store, account(alice))).rejects.toThrow('free the disk and start again');
	});
});

describe('a file that cannot be read', () => {
	test.each([
		['users.json', 'is damaged', () => Buffer.from('{"format":1,"position":3,"data":[{"user":"alice"')],
		['users.json', 'is damaged', () => Buffer.from('')],
		['sign-ins.json', 'is damaged', () => Buffer.from('{"wrong":"shape"}')],
		['server.json', 'newer chat-tui', () => Buffer.from('{"format":99,"position":3,"data":{}}')],
		['logs/alice+bob/state.json', 'is damaged', () => Buffer.from('null')],
		['devices/alice.json', 'is damaged', () => Buffer.from('[]')],
	])('is named, and nothing is overwritten: %s (%s)', async (name, what, damage) => {
		const disk = new MemoryDisk();
		const store = await openStore(disk);
		for (const command of chat(store, 3)) await happen(store, ...command);
		await store.close();
		disk.damage(`${folder}/${name}`, damage);
		const before = disk.paths().map(path => [path, disk.content(path)?.toString()]);
		await expect(openStore(disk)).rejects.toThrow(new RegExp(`${name.replaceAll(/[.+]/g, '.')} .*${what}`));
		expect(disk.paths().map(path => [path, disk.content(path)?.toString()])).toEqual(before);
	});
});
