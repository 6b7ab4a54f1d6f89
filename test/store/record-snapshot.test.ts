/** A new server on a record starts from a snapshot, and the entries that everybody has stored are removed. */
import {mkdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {recordPlace} from '../../server/journal/record-url.ts';
import {apply} from '../../server/chat/state.ts';
import type {JournaledEvent} from '../../server/chat/event.ts';
import {Store} from '../../server/store/store.ts';
import {SnapshotReader, takeMaking} from '../../server/journal/record-snapshots.ts';
import {visitRecord} from '../../server/journal/record-visit.ts';
import {directConversation, type UserName} from '../../protocol/names.ts';
import {takeSnapshot} from '../../server/store/record-snapshot.ts';
import {realDisk, type Content} from '../../lib/disk.ts';
import {manualClock} from '../harness/manual-clock.ts';
import {NO_POSTGRES, type Postgres} from '../harness/postgres.ts';
import {usePostgres} from '../harness/use-postgres.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';
import {until} from '../harness/until.ts';
import {alice, aliceAndBob, bob, sent, texts} from './world.ts';

let postgres: Postgres;

describe.skipIf(NO_POSTGRES)('on a real PostgreSQL', () => {
	usePostgres(started => (postgres = started));

	const record = async () => {
		const url = await postgres.database();
		const database = url.split('/').at(-1) ?? '';
		const count = async (table: string) =>
			Number(
				(await postgres.query(`SELECT count(*) AS count FROM chat_tui.${table}`, database))[0]?.['count'],
			);
		return {url, count, query: async (sql: string) => postgres.query(sql, database)};
	};

	async function opened(url: string, folder: string, snapshotBytes = 1): Promise<Store> {
		const failed = (error: Error) => {
			throw error;
		};
		const store = await Store.open({
			folder,
			clock: manualClock(),
			record: {place: recordPlace(url, () => ''), name: 'a server', failed, snapshotBytes},
		});
		onTestFinished(async () => store.journal.close());
		return store;
	}

	/** Decides in a turn, as the commit log does; resolves when it is durable. */
	async function happen(store: Store, decide: () => JournaledEvent[]): Promise<void> {
		await new Promise<void>((resolve, reject) => {
			store.journal.turn(() => {
				const events = decide();
				for (const event of events) apply(store.state, event);
				store.record(events).then(resolve, reject);
			});
		});
	}

	async function talk(store: Store, count: number): Promise<void> {
		for (let at = 0; at < count; at++)
			await happen(store, () => [sent(store, at % 2 === 0 ? alice : bob, aliceAndBob, `line ${at}`)]);
	}

	const notesOf = (user: UserName) => directConversation(user, user);
	const lines = (count: number) => Array.from({length: count}, (_, at) => `line ${at}`);

	test('a new server has what was said before, also when the entries of it are gone', async () => {
		const {url, count} = await record();
		const one = await opened(url, await temporaryFolder());
		await talk(one, 300);
		const users = Array.from({length: 20}, (_, at) => `user${at}` as UserName);
		for (const user of users) await happen(one, () => [sent(one, user, notesOf(user), `a note of ${user}`)]);
		await one.checkpoint();
		expect(await count('entry')).toBe(1);
		await happen(one, () => [sent(one, alice, aliceAndBob, 'since')]);
		const other = await opened(url, await temporaryFolder());
		expect(await texts(other)).toEqual([...lines(300), 'since']);
		for (const user of users) expect(await texts(other, notesOf(user))).toEqual([`a note of ${user}`]);
		await happen(other, () => [sent(other, bob, aliceAndBob, 'and on')]);
		await until(() => one.journal.durable === 322);
		expect(await texts(one)).toEqual([...lines(300), 'since', 'and on']);
	});

	test('a server that was away while its entries were removed goes on from the snapshot, and keeps the files of messages', async () => {
		const {url, count} = await record();
		const [one, folder] = [await opened(url, await temporaryFolder()), await temporaryFolder()];
		const other = await opened(url, folder);
		await talk(one, 10);
		await until(() => other.journal.durable === 10);
		await other.close();
		const blob = path.join(folder, 'files', 'a'.repeat(64));
		await mkdir(path.dirname(blob));
		await writeFile(blob, 'content');
		const forgotten = path.join(folder, 'logs', aliceAndBob, '501.json');
		await mkdir(path.dirname(forgotten), {recursive: true});
		await writeFile(forgotten, 'what the others have forgotten since');
		await talk(one, 10);
		await one.checkpoint();
		expect(await count('entry')).toBe(1);
		const again = await opened(url, folder);
		expect(await texts(again)).toEqual([...lines(10), ...lines(10)]);
		expect(await readFile(blob, 'utf8')).toBe('content');
		await expect(readFile(forgotten)).rejects.toThrow('ENOENT');
	});

	test('a server that was away for a moment goes on from its own files', async () => {
		const {url} = await record();
		const one = await opened(url, await temporaryFolder());
		await opened(url, await temporaryFolder()); // which stores nothing yet, so that entries stay
		const folder = await temporaryFolder();
		const other = await opened(url, folder);
		await talk(one, 10);
		await until(() => other.journal.durable === 10);
		await other.close();
		await talk(one, 10);
		await one.checkpoint();
		const state = path.join(folder, 'logs', aliceAndBob, 'state.json');
		const before = await readFile(state, 'utf8');
		const again = await opened(url, folder);
		expect(await texts(again)).toEqual([...lines(10), ...lines(10)]);
		expect(await readFile(state, 'utf8')).toBe(before);
	});

	test.each(['goes on from its files', 'that is new starts from the snapshot'])(
		'a server whose checkpoint came in the middle of a turn, and one %s, have all entries of the turn',
		async which => {
			const {url} = await record();
			const folder = await temporaryFolder();
			const one = await opened(url, folder);
			const checkpoints: Array<Promise<void>> = [];
			await new Promise<void>(resolve => {
				one.journal.turn(() => {
					for (const text of lines(3)) {
						const event = sent(one, alice, aliceAndBob, text);
						apply(one.state, event);
						void one.record([event]).then(resolve);
						checkpoints.push(one.checkpoint());
					}
				});
			});
			await Promise.all(checkpoints);
			await one.journal.close();
			const next = await opened(url, which.includes('new') ? await temporaryFolder() : folder);
			expect(await texts(next)).toEqual(lines(3));
			await talk(next, 1);
			expect(next.journal.last).toBe(4);
		},
	);

	test('no second server makes a snapshot while one does', async () => {
		const {url, count} = await record();
		const one = await opened(url, await temporaryFolder());
		await talk(one, 5);
		const place = recordPlace(url, () => '');
		await visitRecord(place, async connection => {
			expect(await takeMaking(connection)).toBe(true);
			await one.checkpoint();
		});
		expect(await count('snapshot')).toBe(0);
		await talk(one, 1);
		await one.checkpoint();
		expect(await count('snapshot')).toBe(1);
	});

	test('an entry stays until each server has it in its files', async () => {
		const {url, count} = await record();
		const one = await opened(url, await temporaryFolder());
		const other = await opened(url, await temporaryFolder());
		await talk(one, 20);
		await until(() => other.journal.durable === 20);
		await one.checkpoint();
		expect(await count('entry')).toBe(20);
		await other.checkpoint();
		expect(await count('entry')).toBe(1);
	});

	test('no entry is removed before there is a snapshot, without which a new server has nothing else to start from', async () => {
		const {url, count} = await record();
		const one = await opened(url, await temporaryFolder(), 1_000_000);
		await talk(one, 5);
		await one.checkpoint();
		expect(await count('snapshot')).toBe(0);
		expect(await texts(await opened(url, await temporaryFolder()))).toEqual(lines(5));
	});

	test('nothing is removed while somebody starts from the snapshot', async () => {
		const {url, count} = await record();
		const one = await opened(url, await temporaryFolder());
		await talk(one, 5);
		await one.checkpoint();
		const reader = await SnapshotReader.open(recordPlace(url, () => ''));
		const files = reader.files;
		await files.next();
		await talk(one, 50);
		await one.checkpoint();
		expect(await count('entry')).toBe(51);
		expect(await count('snapshot')).toBe(2);
		for await (const {path} of files) expect(path).toMatch(/\.json$/);
		reader.close();
		do {
			await talk(one, 1);
			await one.checkpoint();
		} while ((await count('entry')) > 1); // until PostgreSQL has noticed that the reader has gone
		expect(await count('snapshot')).toBe(1);
	});

	test.each(['is new', 'was away'])(
		'the start of a server that %s, interrupted while it took the snapshot, begins again',
		async what => {
			const {url} = await record();
			const [one, folder] = [await opened(url, await temporaryFolder()), await temporaryFolder()];
			if (what === 'was away') {
				const other = await opened(url, folder);
				await talk(one, 10);
				await until(() => other.journal.durable === 10);
				await other.close();
			}

			const before = what === 'was away' ? lines(10) : [];
			await talk(one, 300);
			await one.checkpoint();
			const disk = {
				...realDisk,
				write: async (file: string, content: Content) => {
					if (file.includes('251.json')) throw new Error('the machine was switched off');
					return realDisk.write(file, content);
				},
			};
			const place = recordPlace(url, () => '');
			await expect(takeSnapshot(disk, folder, place)).rejects.toThrow('switched off');
			expect(await texts(await opened(url, folder))).toEqual([...before, ...lines(300)]);
		},
	);

	test('a snapshot is made when much was appended since the last one', async () => {
		const {url, count, query} = await record();
		const one = await opened(url, await temporaryFolder(), 2000);
		await talk(one, 1);
		await one.checkpoint();
		expect(await count('snapshot')).toBe(0);
		await talk(one, 20);
		await one.checkpoint();
		const [{position} = {}] = await query('SELECT position FROM chat_tui.snapshot');
		expect(Number(position)).toBe(21);
		await talk(one, 1);
		await one.checkpoint();
		expect((await query('SELECT position FROM chat_tui.snapshot'))[0]?.['position']).toBe(position);
	});

	test('a snapshot is made when half of what the last one holds was appended since, so that a large one is written seldom', async () => {
		const {url, query} = await record();
		const one = await opened(url, await temporaryFolder());
		const position = async () =>
			Number((await query('SELECT position FROM chat_tui.snapshot'))[0]?.['position']);
		await talk(one, 100);
		await one.checkpoint();
		await talk(one, 10);
		await one.checkpoint();
		expect(await position()).toBe(100);
		await talk(one, 100);
		await one.checkpoint();
		expect(await position()).toBe(210);
	});

	test('a snapshot that cannot be made says why in a sentence, and one that is given up says nothing', async () => {
		const {url} = await record();
		const {journal} = await opened(url, await temporaryFolder());
		const files = async function* () {
			yield await Promise.resolve({path: 'users.json', text: '{}'});
		};
		await postgres.kill();
		const keep = async (signal: AbortSignal) => journal.shared!.keepSnapshot(files, signal);
		await expect(keep(new AbortController().signal)).rejects.toThrow('No PostgreSQL answers for the record');
		await keep(AbortSignal.abort());
		await postgres.open();
	});

	test('a snapshot that names a file outside of the data folder is refused', async () => {
		const {url, query} = await record();
		const one = await opened(url, await temporaryFolder());
		await talk(one, 1);
		await one.checkpoint();
		await query(
			"UPDATE chat_tui.snapshot_file SET path = 'logs/../../escaped.json' WHERE path = 'users.json'",
		);
		await expect(opened(url, await temporaryFolder())).rejects.toThrow(
			'The snapshot of the record has a file logs/../../escaped.json; restore the record from a backup.',
		);
	});

	test('the folder of another record is left as it is', async () => {
		const [{url: first}, {url: second}] = [await record(), await record()];
		const [one, two] = [
			await opened(first, await temporaryFolder()),
			await opened(second, await temporaryFolder()),
		];
		await talk(one, 5);
		await one.checkpoint();
		await two.checkpoint();
		const folder = await temporaryFolder();
		await (await opened(second, folder)).close();
		await expect(opened(first, folder)).rejects.toThrow('is of another record than');
		expect(await texts(await opened(second, folder))).toEqual([]);
	});
});
