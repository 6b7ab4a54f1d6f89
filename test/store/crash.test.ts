/** Is the state whole again after a stop at each single operation of the disk, and a stop during the recovery from it? */
import {expect, test} from 'vitest';
import type {JournaledEvent} from '../../server/chat/event.ts';
import {emptyState, apply, type State} from '../../server/chat/state.ts';
import type {Store} from '../../server/store/store.ts';
import {MemoryDisk} from '../harness/memory-disk.ts';
import {alice, aliceAndBob, bob, happen, kept, openStore, texts} from './world.ts';

const account = (user: typeof alice): JournaledEvent => ({
	type: 'accountCreated',
	user,
	password: 'h',
	at: 1,
});
const message = (sequence: number): JournaledEvent => ({
	type: 'messageSent',
	conversation: aliceAndBob,
	sequence,
	id: `device00.s.${sequence}`,
	from: sequence % 2 === 0 ? alice : bob,
	at: sequence,
	text: `text ${sequence}`,
	hash: `hash ${sequence}`,
});
const read = (upTo: number): JournaledEvent => ({
	type: 'marked',
	conversation: aliceAndBob,
	user: alice,
	delivered: upTo,
	read: upTo,
});

/** Changes an earlier message: the newest, or one that may stand in a file already. */
const edit = (revision: number): JournaledEvent => ({
	type: 'messageChanged',
	conversation: aliceAndBob,
	sequence: revision % 3 === 0 ? 2 * revision : revision,
	from: alice,
	by: alice,
	id: `device01.s.${revision}`,
	hash: `hash of ${revision}`,
	at: 1000 + revision,
	revision,
	change: {type: 'edit', text: `edit ${revision}`},
});

/** Commands, of which each happens whole or not at all. */
const commands: JournaledEvent[][] = [
	[{type: 'storeFounded', store: 'id', code: 'code'}, account(alice)],
	[account(bob)],
	...Array.from({length: 14}, (_, at) => [
		message(2 * at + 1),
		message(2 * at + 2),
		read(2 * at),
		edit(at + 1),
	]),
];

/** Everything that files keep, after so many commands. */
const states: unknown[] = [emptyState()];
const model = emptyState();
for (const command of commands) {
	for (const event of command) apply(model, event);
	states.push(whole(model));
}
states[0] = whole(emptyState());

function whole(state: State): unknown {
	return kept(state, commands.flat());
}

type Progress = {acknowledged: number};

/** Lets the commands from `from` on happen, with checkpoints between and meanwhile, and a restart in the middle. */
async function run(disk: MemoryDisk, progress: Progress): Promise<void> {
	let store: Store = await openStore(disk);
	for (const [at, command] of commands.entries()) {
		if (at === 9) {
			await store.close();
			store = await openStore(disk);
		}

		const checkpoint = at % 4 === 3 ? store.checkpoint() : undefined;
		checkpoint?.catch(() => undefined); // it stops when the disk stops, which is what the test is about
		await happen(store, ...command);
		progress.acknowledged = at + 1;
		if (at % 8 === 7) await checkpoint;
	}

	await store.close();
}

/** How many commands the store holds; it holds each whole, in order, and no other. */
async function held(store: Store): Promise<number> {
	const found = whole(store.state);
	const count = states.findIndex(state => JSON.stringify(state) === JSON.stringify(found));
	expect(found).toEqual(states[count] ?? 'the state after some of the commands');
	expect(await texts(store)).toEqual(textsAfter(commands.slice(0, count).flat()));
	return count;
}

function textsAfter(events: readonly JournaledEvent[]): string[] {
	const found: string[] = [];
	for (const event of events) {
		if (event.type === 'messageSent') found.push(event.text);
		if (event.type === 'messageChanged' && event.change.type === 'edit')
			found[event.sequence - 1] = event.change.text;
	}

	return found;
}

/** Numbers from 0 to 1 that are the same every time. */
function* chances(seed: number): Generator<number, never> {
	for (let state = seed + 1; ;) {
		state = (state * 48271) % 0x7fffffff;
		yield state / 0x7fffffff;
	}
}

async function operations(): Promise<number> {
	const disk = new MemoryDisk();
	await run(disk, {acknowledged: 0});
	return disk.operations;
}

function found(disk: MemoryDisk, seed: number): MemoryDisk {
	const chance = chances(seed);
	return seed === 0 ? disk.afterKill() : disk.afterPowerLoss(() => chance.next().value);
}

test.each([
	['killed', [0]],
	['without power', [1, 2, 3]],
])(
	'%s at any operation, the server comes back with all that it acknowledged, whole, and keeps it',
	{timeout: 60_000},
	async (_how, seeds) => {
		const all = await operations();
		expect(all).toBeGreaterThan(100);
		for (let at = 1; at <= all; at++) {
			for (const seed of seeds) {
				const disk = new MemoryDisk();
				disk.fault = {at, what: 'stop'};
				const progress = {acknowledged: 0};
				await run(disk, progress).catch(() => undefined); // the stop that was ordered
				const next = found(disk, seed);
				const store = await openStore(next);
				const count = await held(store);
				expect([at, seed, count]).toEqual([at, seed, Math.max(count, progress.acknowledged)]);
				await store.close();
				const later = await openStore(next.afterPowerLoss(() => 0.99)); // what is not durable now is gone
				expect([at, seed, await held(later)]).toEqual([at, seed, count]);
			}
		}
	},
);

test('stopped again at any operation of the recovery, it loses nothing either', async () => {
	const all = await operations();
	for (let at = 5; at <= all; at += 7) {
		const disk = new MemoryDisk();
		disk.fault = {at, what: 'stop'};
		const progress = {acknowledged: 0};
		await run(disk, progress).catch(() => undefined); // the stop that was ordered
		for (let later = 1; later <= 40; later += 3) {
			const again = found(disk, at);
			again.fault = {at: later, what: 'stop'};
			await openStore(again)
				.then(async store => store.close())
				.catch(() => undefined); // the second stop
			const count = await held(await openStore(found(again, at + later)));
			expect([at, later, count]).toEqual([at, later, Math.max(count, progress.acknowledged)]);
		}
	}
});
