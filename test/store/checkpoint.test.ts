/** A checkpoint of much, while much happens: is each file of one moment, has everybody a turn meanwhile, and can it be abandoned? */
import {describe, expect, test} from 'vitest';
import type {ConversationId, UserName} from '../../protocol/names.ts';
import type {JournaledEvent} from '../../server/chat/event.ts';
import type {Slice} from '../../server/chat/slice.ts';
import {apply, emptyState, slices, type SliceName, type State} from '../../server/chat/state.ts';
import type {Content} from '../../lib/disk.ts';
import {PART_FILES} from '../../server/store/part-files.ts';
import type {Store} from '../../server/store/store.ts';
import {MemoryDisk} from '../harness/memory-disk.ts';
import {until} from '../harness/until.ts';
import {alice, aliceAndBob, folder, happen, openStore, sent} from './world.ts';

const people = Array.from({length: 1500}, (_, at) => `person${at}` as UserName);
const room = '#lobby' as ConversationId;

/** A disk on which something happens between any two pieces of a file. */
class InterruptedDisk extends MemoryDisk {
	meanwhile: () => void = () => undefined;
	/** Pieces that were written, of all files. */
	pieces = 0;

	override async write(path: string, content: Content): Promise<void> {
		return super.write(path, content instanceof Uint8Array ? content : this.interrupted(content));
	}

	private async *interrupted<T>(content: AsyncIterable<T>): AsyncGenerator<T> {
		for await (const piece of content) {
			this.pieces++;
			this.meanwhile();
			yield piece;
		}
	}
}

/** A store whose files take many pieces each, and all that has happened in it, by position. */
async function crowded(disk: MemoryDisk) {
	const store = await openStore(disk, {checkpointBytes: 1e9, journalFile: 1e9});
	const entries: JournaledEvent[][] = [];
	const does = async (...events: JournaledEvent[]) => {
		entries.push(events);
		return happen(store, ...events);
	};
	await does(
		...people.flatMap((user, at): JournaledEvent[] => [
			{type: 'accountCreated', user, password: `hash of ${user} ${'x'.repeat(90)}`, at: 1},
			{type: 'tokenIssued', user, device: 'd', token: `token${at}`, at: 1, expires: 1e6},
			{type: 'memberJoined', conversation: room, user, at: 1},
			{type: 'blocked', user, other: people[(at + 1) % people.length]!},
		]),
	);
	return {store, entries, does};
}

/** Changes something in every part, of somebody else each time. */
function* changes(store: Store): Generator<JournaledEvent[], never> {
	for (let at = 0; ; at++) {
		const user = people.at(-1 - ((at * 7) % people.length))!; // the last are written last
		const other = people[(people.indexOf(user) + 1) % people.length]!;
		yield [{type: 'seen', user, at: 10 + at}];
		yield [{type: 'passwordRehashed', user: other, password: `another ${at}`}];
		yield [{type: 'tokenIssued', user, device: 'd', token: `fresh${at}`, at: 2, expires: 1e6}];
		yield [{type: 'unblocked', user, other}];
		yield [sent(store, user, room, `text ${at}`)];
		yield [{type: 'marked', conversation: room, user: other, delivered: at + 1, read: at}];
		if (at % 5 === 0) yield [{type: 'memberLeft', conversation: room, user, at: 2}];
	}
}

type File = {position: number; data: unknown};

function fileOf(disk: MemoryDisk, path: string): File {
	return JSON.parse(disk.content(`${folder}/${path}`)?.toString() ?? 'null') as File;
}

/** The state after everything up to a position. */
function stateAt(entries: readonly JournaledEvent[][], position: number): State {
	const state = emptyState();
	for (const event of entries.slice(0, position).flat()) apply(state, event);
	return state;
}

function naturallyPending({conversations}: State): Record<string, number> {
	const room = [...conversations.byId.values()].flatMap(({last, members}) =>
		[...members.values()].flatMap(({user, delivered}) =>
			delivered < last ? [[user, last - delivered]] : [],
		),
	);
	return Object.fromEntries(room) as Record<string, number>;
}

describe('while a checkpoint is written', () => {
	test('everything may change: each file is still true to its own position', async () => {
		const disk = new InterruptedDisk();
		const {store, entries, does} = await crowded(disk);
		const more = changes(store);
		disk.meanwhile = () => {
			for (let count = 0; count < 20; count++) void does(...more.next().value);
		};
		await store.checkpoint();
		expect(disk.pieces).toBeGreaterThan(10);
		for (const name of [
			'accounts',
			'signIns',
			'relationships',
			'conversations',
			'devices',
		] satisfies SliceName[]) {
			const slice = slices[name] as Slice<unknown>; // each slice meets only its own state
			for (const key of new Set(entries[0]!.flatMap(event => slice.keys(event)))) {
				const {position, data} = fileOf(disk, PART_FILES[name].path(key));
				const then = slice.dump(stateAt(entries, position)[name], key);
				expect([name, key, position, data]).toEqual([name, key, position, JSON.parse(JSON.stringify(then))]);
			}
		}

		const pending = fileOf(disk, 'pending.json') as File & {
			data: Array<{user: string; waiting: Array<{messages: number}>}>;
		};
		const found = pending.data.map(({user, waiting}) => [user, waiting[0]?.messages]);
		expect(Object.fromEntries(found)).toEqual(naturallyPending(stateAt(entries, pending.position)));
		expect(pending.position).toBeGreaterThan(1);
	});

	test('what waits for the event loop has many turns', async () => {
		const {store, does} = await crowded(new MemoryDisk());
		const strangers = Array.from({length: 20_000}, (_, at) => `stranger${at}` as UserName);
		await does(...strangers.map(user => ({type: 'accountCreated', user, password: 'h', at: 1}) as const));
		let turns = 0;
		let isWritten = false;
		const count = () => {
			turns++;
			if (!isWritten) setImmediate(count);
		};
		setImmediate(count);
		await store.checkpoint();
		isWritten = true;
		expect(turns).toBeGreaterThan(3); // of at most 4 ms each: on no machine does it take so little
	});

	test('a stop that cannot wait abandons it in the middle of a file, and nothing is lost or left behind', async () => {
		const disk = new InterruptedDisk();
		const {store, entries} = await crowded(disk);
		const checkpoint = store.checkpoint();
		const abandoned = new Promise<void>(resolve => {
			disk.meanwhile = () => {
				if (disk.pieces === 1) resolve(store.abandon()); // of at least two of each file below
			};
		});
		await abandoned;
		await checkpoint;
		for (const long of ['users.json', 'sign-ins.json', 'relationships.json'])
			expect(disk.content(`${folder}/${long}`), long).toBeUndefined();
		expect(disk.paths().filter(path => path.endsWith('.new'))).toEqual([]);
		const again = await openStore(disk.afterKill(), {checkpointBytes: 1e9});
		expect(again.state.accounts).toEqual(stateAt(entries, entries.length).accounts);
	});
});

test('what comes while a checkpoint is made stands in the next one, though nothing comes after it', async () => {
	class BusyDisk extends MemoryDisk {
		meanwhile: () => void = () => undefined;

		override async write(path: string, content: Content): Promise<void> {
			this.meanwhile();
			return super.write(path, content);
		}
	}
	const disk = new BusyDisk();
	const store = await openStore(disk, {checkpointBytes: 1500});
	const say = async () => happen(store, sent(store, alice, aliceAndBob, 'a text of some length'));
	disk.meanwhile = () => {
		disk.meanwhile = () => undefined;
		for (let count = 0; count < 20; count++) void say();
	};

	while (store.journal.last < 20) await say();
	const written = () => String(disk.content(`${folder}/logs/alice+bob/1.json`) ?? '');
	await until(() => written().split('"sequence"').length - 1 === store.journal.last);
	expect(store.journal.last).toBeGreaterThanOrEqual(20);
});
