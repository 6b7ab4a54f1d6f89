/** Moving a chat into a PostgreSQL record and out of it: is it the same there, and is nothing changed where that is refused? */
import {mkdir, readdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {runExport} from '../../server/database/cli.ts';
import {takeFromRecord} from '../../server/database/from-record.ts';
import {message} from '../attack/attacked-server.ts';
import {NO_POSTGRES, Postgres} from '../harness/postgres.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';
import {personOn, placeOf, serverOn} from './on-record.ts';

let postgres: Postgres;

/** Why a command fails. */
async function problemOf(run: (failed: (sentence: string) => number) => Promise<number>): Promise<string> {
	let problem = '';
	const code = await run(sentence => {
		problem = sentence;
		return 1;
	});
	expect(code).toBe(1);
	return problem;
}

async function newPlace(): Promise<string> {
	return join(await temporaryFolder(), 'new');
}

describe.skipIf(NO_POSTGRES)('a chat and a record', () => {
	beforeAll(async () => {
		postgres = await Postgres.start();
	}, 60_000);
	afterAll(async () => postgres.stop());

	test('a folder that is written out of a record has all that its servers have, and their key', async () => {
		const url = await postgres.database();
		const [one, two] = [await serverOn(url, undefined, false), await serverOn(url)];
		const alice = await personOn(two, 'alice');
		const notes = Array.from({length: 40}, async (_, at) =>
			alice.ask('send', message('alice', 'alice', at + 1, `note ${at + 1}`)),
		);
		await Promise.all(notes);
		const folder = await newPlace();
		const {messages, people, missing} = await takeFromRecord(placeOf(url), folder);
		expect({messages, people, missing}).toEqual({messages: 40, people: 1, missing: 0});
		await alice.ask('send', message('alice', 'alice', 41, 'only in the record'));
		const alone = await serverOn(undefined, folder, false);
		expect(alone.fingerprint).toBe(one.fingerprint);
		expect(alone.operated.state.serverInfo).toEqual(one.operated.state.serverInfo);
		await alone.stop('the test wants it');
		const plain = await serverOn(undefined, folder);
		const again = await personOn(plain, 'alice', 'signIn');
		expect(await again.ask('history', {conversation: 'alice+alice', limit: 1})).toMatchObject({
			last: 40,
			messages: [expect.objectContaining({text: 'note 40'})],
		});
		expect(await again.ask('send', message('alice', 'alice', 42, 'goes on'))).toMatchObject({sequence: 41});
	});

	test('the export refuses, in a sentence, a folder that is not empty and a record that cannot be used', async () => {
		const url = await postgres.database();
		const of = async (record: string, data: string) =>
			problemOf(async failed => runExport(undefined, {record, data}, failed));
		const place = await newPlace();
		expect(await of(url, place)).toMatch(/^No server has used the record/);
		expect(await of(postgres.url('missing'), place)).toMatch(/has no database missing/);
		const server = await serverOn(url);
		await server.stop('the test wants it');
		await mkdir(place);
		await writeFile(join(place, 'notes.txt'), 'x');
		expect(await of(url, place)).toMatch(/is not empty \(notes\.txt\)/);
		expect(await readdir(place)).toEqual(['notes.txt']);
	});
});
