/** Passwords for a record: the pgpass file is used, silently, unless it is open to others. */
import {chmod, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {RecordConnection} from '../../server/journal/record-connection.ts';
import {passwordIn} from '../../lib/pgpass-file.ts';
import {recordPlace} from '../../server/journal/record-url.ts';
import {NO_POSTGRES, type Postgres} from '../harness/postgres.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';
import {usePostgres} from '../harness/use-postgres.ts';

const ASKING = {host: 'db1', port: 5432, database: 'chat', user: 'ann:e'};

async function passwordFile(...lines: string[]): Promise<string> {
	const file = join(await temporaryFolder(), 'pgpass');
	await writeFile(file, lines.join('\n'), {mode: 0o600});
	return file;
}

test.each([
	[
		'the first line that fits',
		['db2:5432:chat:ann\\:e:no', 'db1:5432:chat:ann\\:e:yes', '*:*:*:*:late'],
		'yes',
	],
	['stars, blanks and escapes', ['# *:*:*:*:no', '', 'db1:*:*:*:a b\\:c\\\\d'], 'a b:c\\d'],
	['no line', ['db1:5432:other:ann\\:e:no', 'db1:5432:chat'], undefined],
])('a password file gives the password of %s', async (_what, lines, password) => {
	const file = await passwordFile(...lines);
	expect(passwordIn(file, ASKING, {})).toBe(password);
	expect(passwordIn(undefined, ASKING, {PGPASSFILE: file})).toBe(password);
});

test('a password file that is named and missing is complained about; one in its usual place need not exist', async () => {
	const folder = await temporaryFolder();
	const missing = join(folder, 'none');
	expect(() => passwordIn(missing, ASKING, {})).toThrow(
		`The password file ${missing} cannot be read (ENOENT)`,
	);
	expect(passwordIn(undefined, ASKING, {HOME: folder, APPDATA: folder})).toBeUndefined();
});

test.skipIf(process.platform === 'win32')('a password file that is open to others is not used', async () => {
	const file = await passwordFile('*:*:*:*:no');
	await chmod(file, 0o644);
	expect(() => passwordIn(file, ASKING, {})).toThrow(`The password file ${file} is open to others`);
});

describe.skipIf(NO_POSTGRES)('beside a real PostgreSQL', () => {
	let postgres: Postgres;
	usePostgres(started => (postgres = started));

	test('the file that the URL names lets a server in, and nothing is written onto the screen', async () => {
		const warnings: Error[] = [];
		const note = (warning: Error) => void warnings.push(warning);
		process.on('warning', note);
		onTestFinished(() => void process.off('warning', note));
		await postgres.query("CREATE ROLE guarded LOGIN PASSWORD 'a:b'");
		const file = await passwordFile('127.0.0.1:*:*:guarded:a\\:b');
		const url = postgres.url('postgres', 'guarded', `?passfile=${file}`);
		const connection = await RecordConnection.open(
			recordPlace(url, () => ''),
			0,
		);
		await connection.close();
		expect(warnings).toEqual([]);
	});
});
