/** The contents of files on a PostgreSQL record: what one server keeps, each other one reads, until no message has it. */
import {randomBytes} from 'node:crypto';
import {describe, expect, onTestFinished, test, vi} from 'vitest';
import type {SharedContents} from '../../server/journal/journal.ts';
import {RecordJournal} from '../../server/journal/record-journal.ts';
import {recordPlace} from '../../server/journal/record-url.ts';
import {NO_POSTGRES, type Postgres} from '../harness/postgres.ts';
import {usePostgres} from '../harness/use-postgres.ts';

let postgres: Postgres;
const MiB = 1024 * 1024;
const name = 'a'.repeat(64);

describe.skipIf(NO_POSTGRES)('on a real PostgreSQL', () => {
	usePostgres(started => (postgres = started));

	async function server(url: string) {
		const journal = await RecordJournal.open({
			place: recordPlace(url, () => ''),
			home: String(Math.random()),
			name: 'a server',
			after: 0,
			onEntry: () => undefined,
			stored: () => Promise.resolve(),
			failed: () => undefined,
		});
		onTestFinished(async () => journal.close());
		const remove = async (names: string[]) =>
			new Promise<void>(resolve => {
				journal.turn(() => {
					journal.shared.contents.remove(names);
					journal.append([]).then(resolve, resolve);
				});
			});
		return {contents: journal.shared.contents, remove, close: async () => journal.close()};
	}

	const from = (bytes: Uint8Array) => async (start: number, length: number) =>
		Promise.resolve(bytes.subarray(start, start + length));

	async function read(contents: SharedContents, size: number, start = 0): Promise<Uint8Array> {
		const pieces: Uint8Array[] = [];
		for await (const piece of contents.read(name, size, start)) pieces.push(piece);
		return Buffer.concat(pieces);
	}

	test.each([0, 1, MiB / 2, 1.2 * MiB].map(Math.floor))(
		'%d bytes come unchanged, from any byte on',
		async size => {
			const url = await postgres.database();
			const [one, other] = [await server(url), await server(url)];
			const bytes = randomBytes(size);
			expect(await other.contents.has(name, size)).toBe(false);
			await one.contents.keep(name, size, from(bytes));
			expect(await other.contents.has(name, size)).toBe(true);
			expect(await other.contents.has(name, size + 1)).toBe(false);
			for (const start of [0, size >> 1, Math.max(0, size - 1)])
				expect(Buffer.from(bytes.subarray(start)).equals(await read(other.contents, size, start))).toBe(true);
		},
	);

	test('a content of which a killed server kept a part is there when another has kept the rest', async () => {
		const url = await postgres.database();
		const [one, other] = [await server(url), await server(url)];
		const bytes = randomBytes(2 * MiB);
		const killed = async (start: number, length: number) => {
			if (start >= MiB) throw new Error('killed');
			return from(bytes)(start, length);
		};
		await expect(one.contents.keep(name, bytes.length, killed)).rejects.toThrow('killed');
		expect(await other.contents.has(name, bytes.length)).toBe(false);
		const asked = vi.fn(from(bytes));
		await other.contents.keep(name, bytes.length, asked);
		expect(asked).toHaveBeenCalledTimes(2);
		expect(bytes.equals(await read(one.contents, bytes.length))).toBe(true);
	});

	test('only what was not kept just now is removed', async () => {
		const url = await postgres.database();
		const {contents, remove} = await server(url);
		await contents.keep(name, 3, from(Buffer.from('one')));
		expect(await contents.old()).toEqual([]);
		await remove([name]);
		expect(await contents.has(name, 3)).toBe(true);
		await postgres.query('UPDATE chat_tui.content SET at = at - 600001', url.split('/').at(-1));
		expect(await contents.old()).toEqual([name]);
		await remove([name]);
		expect(await contents.has(name, 3)).toBe(false);
		expect(await read(contents, 3)).toHaveLength(0);
	});

	test('the room of a content that is removed is freed later, and who keeps the same content again loses nothing', async () => {
		const url = await postgres.database();
		const database = url.split('/').at(-1);
		const {contents, remove} = await server(url);
		const parts = async () =>
			(await postgres.query('SELECT part FROM chat_tui.content_part', database)).length;
		const bytes = randomBytes(2 * MiB);
		await contents.keep(name, bytes.length, from(bytes));
		await postgres.query('UPDATE chat_tui.content SET at = 0', database);
		await remove([name]);
		expect(await parts()).toBe(4);
		await contents.keep(name, bytes.length, from(bytes));
		await contents.sweep();
		expect(await parts()).toBe(4);
		expect(bytes.equals(await read(contents, bytes.length))).toBe(true);
	});

	test('a content that is removed while it is kept, which takes for ever, is not said to be there', async () => {
		const url = await postgres.database();
		const database = url.split('/').at(-1);
		const {contents, remove} = await server(url);
		const bytes = randomBytes(2 * MiB);
		const slow = async (start: number, length: number) => {
			if (start >= MiB) {
				await postgres.query('UPDATE chat_tui.content SET at = 0', database);
				await remove([name]);
			}

			return from(bytes)(start, length);
		};
		await expect(contents.keep(name, bytes.length, slow)).rejects.toThrow('was removed');
		expect(await contents.has(name, bytes.length)).toBe(false);
	});

	test('what is asked of a server that has stopped fails, and keeps no connection', async () => {
		const {contents, close} = await server(await postgres.database());
		await contents.keep(name, 3, from(Buffer.from('one')));
		await close();
		for (let times = 0; times < 2; times++) expect(await contents.has(name, 3)).toBeUndefined();
	});

	test('contents of a record of the format before are there after the upgrade', async () => {
		const url = await postgres.database();
		const database = url.split('/').at(-1);
		const before = await server(url);
		const bytes = randomBytes(MiB);
		await before.contents.keep(name, bytes.length, from(bytes));
		await before.close();
		const older = [
			'ALTER TABLE chat_tui.content_part ADD COLUMN sha256 text',
			'UPDATE chat_tui.content_part SET sha256 = whole.sha256 FROM chat_tui.content AS whole WHERE id = content',
			'ALTER TABLE chat_tui.content_part DROP COLUMN content, ADD PRIMARY KEY (sha256, part), ADD FOREIGN KEY (sha256) REFERENCES chat_tui.content ON DELETE CASCADE',
			'ALTER TABLE chat_tui.content DROP COLUMN id',
			'UPDATE chat_tui.record SET format = 5',
		];
		await postgres.query(older.join('; '), database);
		const {contents} = await server(url);
		expect(bytes.equals(await read(contents, bytes.length))).toBe(true);
		await contents.keep(name, bytes.length, async () => Promise.reject(new Error('it is there')));
	});

	test('while the record is out of reach nothing is said to be missing, and afterwards all is there', async () => {
		const url = await postgres.database();
		const {contents} = await server(url);
		await contents.keep(name, 3, from(Buffer.from('one')));
		await postgres.kill();
		expect(await contents.has(name, 3)).toBeUndefined();
		await postgres.open();
		expect(await contents.has(name, 3)).toBe(true);
	});
});
