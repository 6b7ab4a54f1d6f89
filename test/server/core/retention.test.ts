/** Retention: are old messages forgotten for good, at the start and each night, and does everything else stay right? */
import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {realDisk} from '../../../lib/disk.ts';
import {broadcastsOf, type ConversationId} from '../../../protocol/names.ts';
import {summaryOf} from '../../../server/chat/conversations/summaries.ts';
import {Retention} from '../../../server/core/retention.ts';
import {examine} from '../../../server/database/doctor.ts';
import {exportDatabase} from '../../../server/database/export.ts';
import {importDatabase} from '../../../server/database/import.ts';
import type {LogEntry} from '../../../server/log/log-entry.ts';
import {
	alice,
	aliceAndBob,
	allOf,
	bob,
	contentOf,
	happen,
	makeSample,
	openStore,
	sent,
} from '../../database/sample.ts';
import {manualClock} from '../../harness/manual-clock.ts';
import {Serving} from '../../harness/serving.ts';
import {temporaryFolder} from '../../harness/temporary-folder.ts';
import {until} from '../../harness/until.ts';

const DAY = 24 * 3600_000;

/** A store in which alice writes to bob `each` messages on each of these days before today. */
async function chat(days: readonly number[], each = 100) {
	const folder = join(await temporaryFolder(), 'data');
	const [store, clock, log] = [await openStore(folder), manualClock(), [] as LogEntry[]];
	await happen(
		store,
		{type: 'storeFounded', store: 'id', code: 'code'},
		...[alice, bob].map(user => ({type: 'accountCreated', user, password: 'x', at: 1}) as const),
	);
	for (const day of days) {
		for (let count = 0; count < each; count++)
			void happen(store, {...sent(store, alice, `day ${day}`), at: clock.now() - day * DAY});
	}

	await store.checkpoint();
	const retains = (keepFor: number) =>
		new Retention({
			store,
			clock,
			log: entry => log.push(entry),
			keepFor,
			commitLog: {
				takeTurn: work => Promise.resolve(work()),
				commitUnasked: decide => void happen(store, ...(decide() as Parameters<typeof happen>[1][])),
			},
		});
	const conversation = () => store.state.conversations.byId.get(aliceAndBob)!;
	const forgets = (messages: number) =>
		until(() => log.some(entry => entry.type === 'forgotten' && entry.messages === messages));
	return {folder, store, clock, log, retains, conversation, forgets};
}

async function filesOf(folder: string): Promise<string[]> {
	return (await readdir(join(folder, 'logs', 'alice+bob'))).sort();
}

test('messages that are too old are forgotten at the start, and those that grow old each night', async () => {
	const {store, clock, retains, conversation, forgets} = await chat([100, 95, 89.5, 1]);
	const retention = retains(90 * DAY);
	await forgets(200);
	expect(conversation()).toMatchObject({first: 201, last: 400});
	clock.advance(DAY);
	await forgets(100);
	expect(conversation()).toMatchObject({first: 301, last: 400});
	retention.stop();
	await store.abandon();
});

test('the texts are on the disk no longer, and the next message goes on with its number', async () => {
	const {folder, store, retains, forgets} = await chat([100, 95, 89, 1]);
	const retention = retains(90 * DAY);
	await forgets(200);
	await store.checkpoint();
	await happen(store, sent(store, bob, 'new'));
	await store.close();
	retention.stop();
	expect(await filesOf(folder)).toEqual(['1.json', '251.json', 'state.json']);
	expect(await readFile(join(folder, 'logs/alice+bob/1.json'), 'utf8')).not.toContain('day 95');
	const again = await openStore(folder);
	const page = await again.logs.read(aliceAndBob, {before: 402, after: 200, limit: 200, end: 'newest'});
	expect(page.map(({sequence}) => sequence)).toEqual(Array.from({length: 200}, (_, at) => at + 202));
	expect(page.at(-1)!.text).toBe('new');
	await again.abandon();
	for await (const {what} of examine(folder)) expect(what).toBe('nothing is wrong');
});

test('a conversation of which all is old keeps its number, and goes on from it', async () => {
	const {folder, store, retains, conversation, forgets} = await chat([100], 30);
	const retention = retains(90 * DAY);
	await forgets(30);
	await store.checkpoint();
	expect(await filesOf(folder)).toEqual(['state.json']);
	await happen(store, sent(store, alice, 'after a long time'));
	await store.close();
	retention.stop();
	expect(conversation()).toMatchObject({first: 31, last: 31});
	expect((await contentOf(folder))['messages of alice+bob']).toMatchObject([
		{sequence: 31, text: 'after a long time'},
	]);
	for await (const {what} of examine(folder)) expect(what).toBe('nothing is wrong');
});

test('what was forgotten is unread for nobody, and what was read or not of the rest stays so', async () => {
	const {store, retains, conversation, forgets} = await chat([100, 1]);
	const unread = (user: typeof bob) => {
		const {last, read, own = []} = summaryOf(store.state, conversation(), user);
		return last - read - own.reduce((sum, [, , count]) => sum + count, 0);
	};
	expect(unread(bob)).toBe(200);
	const retention = retains(90 * DAY);
	await forgets(100);
	expect(unread(bob)).toBe(100);
	expect(unread(alice)).toBe(0);
	expect(summaryOf(store.state, conversation(), bob)).toMatchObject({first: 101, last: 200});
	retention.stop();
	await store.abandon();
});

test('a server that is killed after it has forgotten goes on the same, before and after a checkpoint', async () => {
	const {folder, store, retains, forgets} = await chat([100, 95, 1], 130);
	const retention = retains(90 * DAY);
	await forgets(260);
	retention.stop();
	const after = await allOf(store);
	await store.abandon();
	expect(await contentOf(folder)).toEqual(after);
	const again = await openStore(folder);
	await again.checkpoint();
	await again.abandon();
	expect(await contentOf(folder)).toEqual(after);
});

test('a database of which messages were forgotten is exported and imported as it is', async () => {
	const {folder, store, retains, forgets} = await chat([100, 95, 1], 130);
	const retention = retains(90 * DAY);
	await forgets(260);
	retention.stop();
	const [file, other] = [join(folder, '../chat.json'), join(folder, '../other')];
	await exportDatabase({snapshot: store.snapshot(), logs: store.logs, store: 'id', now: 0}, file, realDisk);
	const after = await allOf(store);
	await store.abandon();
	await importDatabase(file, other);
	expect(await contentOf(other)).toEqual(after);
});

test('nothing is forgotten while the database is being saved', async () => {
	const {store, clock, retains, conversation} = await chat([100, 1]);
	const snapshot = store.snapshot();
	const retention = retains(90 * DAY);
	await happen(store, sent(store, bob, 'meanwhile'));
	clock.advance(60_000);
	expect(conversation().first).toBe(1);
	snapshot.close();
	await until(() => {
		clock.advance(10_000);
		return conversation().first > 1;
	});
	expect(conversation().first).toBe(101);
	retention.stop();
	await store.abandon();
});

test('a server with --retain forgets what is too old when it starts', async () => {
	const folder = join(await temporaryFolder(), 'data');
	await makeSample(folder); // whose messages are of 1970
	const server = new Serving('--port', '0', '--data', folder, '--retain', '90d');
	await server.says(/forgot 624 old messages of 4 conversations/);
	await server.says(/ start on /); // from then on it obeys signals
	server.process.kill('SIGTERM');
	expect(await server.ended).toBe(0);
	const found = await contentOf(folder);
	expect(found['messages of alice+bob']).toEqual([]);
	expect(found['conversations alice+bob']).toMatchObject({first: 622, last: 621});
});

/** A broadcast of alice that reaches bob. */
function broadcast(sequence: number, at: number, text: string) {
	const to = [alice, bob].map(broadcastsOf).map(conversation => ({conversation, sequence}));
	const id = `alicedevice.b.${sequence}`;
	return {type: 'broadcastSent', id, from: alice, at, text, hash: 'h', to} as const;
}

test('a broadcast is forgotten by all who got it', async () => {
	const {folder, store, clock, retains, forgets} = await chat([]);
	await happen(store, broadcast(1, clock.now() - 100 * DAY, 'day 100'));
	await happen(store, broadcast(2, clock.now() - DAY, 'day 1'));
	await store.checkpoint();
	const retention = retains(90 * DAY);
	await forgets(2);
	retention.stop();
	await store.close();
	const found = await contentOf(folder);
	for (const user of [alice, bob])
		expect(found[`messages of !${user}`]).toMatchObject([{sequence: 2, text: 'day 1'}]);
	for await (const {what} of examine(folder)) expect(what).toBe('nothing is wrong');
});

test('a pass that ends after the sender’s notices leaves those of the reader readable, and the next pass goes on', async () => {
	const {folder, store, clock, retains, forgets} = await chat([]);
	await happen(store, broadcast(1, clock.now() - 100 * DAY, 'day 100'));
	await happen(store, broadcast(2, clock.now() - DAY, 'day 1'));
	await store.checkpoint();
	await happen(store, {type: 'messagesForgotten', conversation: broadcastsOf(alice), upTo: 1});
	await store.checkpoint();
	for await (const {what} of examine(folder)) expect(what).toBe('nothing is wrong');
	expect(await store.logs.read(broadcastsOf(bob), {before: 3, limit: 10, end: 'newest'})).toMatchObject([
		{sequence: 1, text: '', folded: true},
		{sequence: 2, text: 'day 1'},
	]);
	const retention = retains(90 * DAY);
	await forgets(1);
	retention.stop();
	await store.close();
	expect((await contentOf(folder))[`messages of !${bob}`]).toMatchObject([{sequence: 2, text: 'day 1'}]);
});

test('what is forgotten while somebody reads is left out, and no file is missed', async () => {
	const {store, retains, forgets} = await chat([100, 95, 1]);
	const retention = retains(90 * DAY);
	await forgets(200);
	retention.stop();
	await store.checkpoint();
	const asBefore = {after: 0, before: 301, limit: 300, end: 'newest'} as const; // as decided before
	expect((await store.logs.read(aliceAndBob, asBefore)).map(({sequence}) => sequence)[0]).toBe(201);
	await store.abandon();
});

test('the messages of a deleted room are on the disk no longer, whenever the server is killed, and new ones stay', async () => {
	const [room, at] = ['#build' as ConversationId, 1];
	const {folder, store} = await chat([]);
	await happen(store, {type: 'memberJoined', conversation: room, user: alice, at});
	for (let count = 1; count <= 300; count++) void happen(store, sent(store, alice, `old ${count}`, room));
	await store.checkpoint();
	void happen(store, sent(store, alice, 'old 301', room));
	await happen(store, {
		type: 'roomDeleted',
		conversation: room,
		members: [alice],
		upTo: 301,
		by: 'operator',
		at,
	});
	await happen(store, {type: 'memberJoined', conversation: room, user: bob, at});
	await happen(store, sent(store, bob, 'new', room));
	const after = await allOf(store);
	expect(after[`messages of ${room}`]).toMatchObject([{sequence: 302, text: 'new'}]);
	await store.abandon(); // before the checkpoint
	expect(await contentOf(folder)).toEqual(after);
	const again = await openStore(folder);
	await again.checkpoint();
	await again.abandon();
	expect(await contentOf(folder)).toEqual(after);
	const files = await Promise.all(
		(await readdir(join(folder, 'logs/room.build'))).map(name =>
			readFile(join(folder, 'logs/room.build', name)),
		),
	);
	expect(files.join('')).not.toContain('old');
	for await (const {what} of examine(folder)) expect(what).toBe('nothing is wrong');
});
