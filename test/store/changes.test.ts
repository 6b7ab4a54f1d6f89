/** Changed messages on disk: read as they are now, whatever a checkpoint has written, and rewritten where they stand. */
import {expect, test} from 'vitest';
import type {Change} from '../../protocol/changes.ts';
import type {JournaledEvent} from '../../server/chat/event.ts';
import type {Store} from '../../server/store/store.ts';
import {MemoryDisk} from '../harness/memory-disk.ts';
import {alice, aliceAndBob, bob, happen, openStore, sent, texts} from './world.ts';

function changed(store: Store, sequence: number, change: Change, by = alice): JournaledEvent {
	const revision = (store.state.conversations.byId.get(aliceAndBob)?.revision ?? 0) + 1;
	const id = `device01.s.${revision}`;
	return {
		type: 'messageChanged',
		conversation: aliceAndBob,
		sequence,
		from: alice,
		by,
		id,
		hash: id,
		at: 5000 + revision,
		revision,
		change,
	};
}

async function conversationOf(messages: number) {
	const disk = new MemoryDisk();
	const store = await openStore(disk);
	for (let at = 0; at < messages; at++)
		await happen(store, sent(store, alice, aliceAndBob, `text ${at + 1}`));
	return {disk, store};
}

const only = async (store: Store, sequence: number) =>
	(await store.logs.stretch(aliceAndBob, sequence + 1, sequence))[0];
const file = (disk: MemoryDisk, first: number) =>
	disk.content(`/data/logs/alice+bob/${first}.json`)?.toString() ?? '';

test.each([
	['before the checkpoint', false],
	['after it', true],
])('a message that was changed %s is read as it is now, also by the next run', async (_when, isWritten) => {
	const {disk, store} = await conversationOf(3);
	if (isWritten) await store.checkpoint();
	await happen(store, changed(store, 2, {type: 'edit', text: 'better'}));
	await happen(store, changed(store, 3, {type: 'react', emoji: '👍', on: true}, bob));
	expect(await texts(store)).toEqual(['text 1', 'better', 'text 3']);
	if (!isWritten) await store.checkpoint();
	const again = await openStore(disk.afterKill());
	expect(await texts(again)).toEqual(['text 1', 'better', 'text 3']);
	expect(await only(again, 2)).toMatchObject({edited: 5001, revision: 1});
	expect(await only(again, 3)).toMatchObject({reactions: [{emoji: '👍', by: ['bob']}], revision: 2});
});

test('the text of a deleted message leaves the disk with the next checkpoint and the journal before it', async () => {
	const {disk, store} = await conversationOf(2);
	await store.checkpoint();
	expect(file(disk, 1)).toContain('text 1');
	await happen(store, changed(store, 1, {type: 'delete'}));
	await store.checkpoint();
	expect(file(disk, 1)).not.toContain('text 1');
	expect(await only(store, 1)).toMatchObject({text: '', deleted: 'alice', revision: 1});
});

test('a checkpoint rewrites the files of changed messages, and no other', async () => {
	const {disk, store} = await conversationOf(760);
	await store.checkpoint();
	const before = [1, 251, 501, 751].map(first => file(disk, first));
	await happen(store, changed(store, 251, {type: 'edit', text: 'first of its file'}));
	await happen(store, changed(store, 500, {type: 'edit', text: 'last of its file'}));
	await store.checkpoint();
	const after = [1, 251, 501, 751].map(first => file(disk, first));
	expect(after.map((content, at) => content === before[at])).toEqual([true, false, true, true]);
	expect(after[1]).toContain('first of its file');
	expect(after[1]).toContain('last of its file');
});

test('a change that is made while a checkpoint writes the file is in the next one', async () => {
	const {disk, store} = await conversationOf(3);
	await store.checkpoint();
	await happen(store, changed(store, 1, {type: 'edit', text: 'once'}));
	const writing = store.checkpoint();
	const page = texts(store);
	await happen(store, changed(store, 1, {type: 'edit', text: 'twice'}));
	await writing;
	expect((await page)[0]).toBe('twice');
	expect((await texts(store))[0]).toBe('twice');
	await store.checkpoint();
	expect(file(disk, 1)).toContain('twice');
	expect((await texts(await openStore(disk.afterKill())))[0]).toBe('twice');
});

test.each([1, 250, 251, 500])(
	'a search reads the file of a message that was changed, message %i',
	async sequence => {
		const {disk, store} = await conversationOf(510);
		await store.checkpoint();
		const again = await openStore(disk.afterKill());
		const read = async () =>
			Promise.all([250, 251].map(async at => again.logs.mayHold(aliceAndBob, at, ['coffee'])));
		expect(await read()).toEqual([false, false]);
		await happen(again, changed(again, sequence, {type: 'edit', text: 'coffee'}));
		expect(await read()).toEqual([sequence <= 250, sequence > 250]);
	},
);
