/** Is a data folder, or a record, whole or not there at all when an import into it is killed at any moment? */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, readdirSync} from 'node:fs';
import {cp, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {realDisk} from '../../lib/disk.ts';
import {exportDatabase} from '../../server/database/export.ts';
import {draftOf} from '../../server/database/draft.ts';
import {takeFromRecord} from '../../server/database/from-record.ts';
import {moveIntoRecord} from '../../server/database/into-record.ts';
import {RecordConnection} from '../../server/journal/record-connection.ts';
import {mustBeUnused} from '../../server/journal/record-filling.ts';
import {alice, contentOf, happen, makeSample, openStore, sent} from '../database/sample.ts';
import {placeOf, serverOn} from '../harness/on-record.ts';
import {NO_POSTGRES, type Postgres} from '../harness/postgres.ts';
import {program} from '../harness/program.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';
import {until} from '../harness/until.ts';
import {usePostgres} from '../harness/use-postgres.ts';

let postgres: Postgres;

/** The files in a folder; none if it is not there. */
function filesIn(folder: string): string[] {
	if (!existsSync(folder)) return [];
	return readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter(
		name => !name.includes('control.sock'),
	);
}

test(
	'an import that is killed leaves the folder empty or whole, and the next one succeeds',
	{timeout: 120_000},
	async () => {
		const place = await temporaryFolder();
		const [folder, file, other] = [join(place, 'data'), join(place, 'chat.json'), join(place, 'other')];
		await makeSample(folder, 20_000);
		const store = await openStore(folder);
		const source = {snapshot: store.snapshot(), logs: store.logs, store: 'id', now: 0};
		await exportDatabase(source, file, realDisk);
		await store.abandon();
		for (const files of [1, 5, 20, 60]) {
			const importing = spawn(process.execPath, [program, 'import', file, '--data', other], {
				stdio: 'ignore',
			});
			const over = once(importing, 'exit');
			await until(() => filesIn(draftOf(other)).length >= files);
			importing.kill('SIGKILL');
			await over;
			expect(filesIn(other)).toEqual([]);
		}

		const last = spawn(process.execPath, [program, 'import', file, '--data', other], {stdio: 'ignore'});
		expect(await once(last, 'exit')).toEqual([0, null]);
		expect(await contentOf(other)).toEqual(await contentOf(folder));
		expect(filesIn(draftOf(other))).toEqual([]);
	},
);

/** Lets the row of a snapshot in when nobody has the lock. */
const WAITS = `CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NEW; END';
	CREATE TRIGGER wait BEFORE INSERT ON chat_tui.snapshot FOR EACH ROW EXECUTE FUNCTION wait()`;
const IS_WAITED = 'SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted) AS so';
const IS_THERE = 'SELECT EXISTS (SELECT FROM chat_tui.snapshot) AS so';

describe.skipIf(NO_POSTGRES)('an import into a record', () => {
	usePostgres(started => (postgres = started));

	test(
		'that is killed when the record has all, and the folder does not know, is finished by the next one',
		{timeout: 60_000},
		async () => {
			const url = await postgres.database();
			const place = placeOf(url);
			const database = url.split('/').at(-1);
			const isSo = async (sql: string) => (await postgres.query(sql, database))[0]?.['so'] === true;
			const [folder, other] = [join(await temporaryFolder(), 'data'), join(await temporaryFolder(), 'other')];
			await makeSample(folder);
			const before = await contentOf(folder);
			await mustBeUnused(place); // which makes the tables
			const holder = await RecordConnection.open(place, 0);
			onTestFinished(() => holder.destroy());
			await holder.ask(`${WAITS}; SELECT pg_advisory_lock(1)`);
			const words = [program, 'import', '--record', url, '--data', folder];
			const importing = spawn(process.execPath, words, {stdio: 'ignore'});
			const over = once(importing, 'exit');
			while (!(await isSo(IS_WAITED)));
			importing.kill('SIGKILL');
			await over;
			await holder.ask('SELECT pg_advisory_unlock(1)');
			while (!(await isSo(IS_THERE))); // PostgreSQL commits what it was told
			const wentOn = join(await temporaryFolder(), 'went-on');
			await rm(join(folder, 'control.sock'));
			await cp(folder, wentOn, {recursive: true});
			const store = await openStore(wentOn);
			await happen(store, sent(store, alice, 'after the import that was killed'));
			await store.abandon();
			await expect(moveIntoRecord(place, wentOn)).rejects.toThrow('holds a chat already');

			const change = async (content: string) =>
				postgres.query(
					`UPDATE chat_tui.snapshot_file SET content = ${content} WHERE path = 'users.json'`,
					database,
				);
			await change("content || ' '");
			await expect(moveIntoRecord(place, folder)).rejects.toThrow('holds a chat already');
			await change('rtrim(content)');
			expect(await moveIntoRecord(place, folder)).toMatchObject({people: 3});
			await takeFromRecord(place, other);
			expect(await contentOf(other)).toEqual(before);
			await expect(moveIntoRecord(place, folder)).rejects.toThrow('start its server with --record');
			await serverOn(url, {folder});
		},
	);
});
