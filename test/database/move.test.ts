/** Moving a chat into a PostgreSQL record and out of it: is it the same there, and is nothing changed where that is refused? */
import {createHash} from 'node:crypto';
import {cp, mkdir, readdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {runExport, runImport} from '../../server/database/cli.ts';
import {compareServers} from '../../server/database/compare.ts';
import {takeFromRecord} from '../../server/database/from-record.ts';
import {moveIntoRecord} from '../../server/database/into-record.ts';
import {examine} from '../../server/database/doctor.ts';
import {fillRecord} from '../../server/journal/record-filling.ts';
import {message} from '../attack/attacked-server.ts';
import {NO_POSTGRES, type Postgres} from '../harness/postgres.ts';
import {usePostgres} from '../harness/use-postgres.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';
import {personOn, placeOf, serverOn} from '../harness/on-record.ts';
import {contentOf, damage, happen, makeSample, openStore, sent, alice as ofAlice} from './sample.ts';

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
	usePostgres(started => (postgres = started));

	test('a folder that is written out of a record has all that its servers have, and their key', async () => {
		const url = await postgres.database();
		const [one, two] = [await serverOn(url, {plaintext: false}), await serverOn(url)];
		const alice = await personOn(two, 'alice');
		const notes = Array.from({length: 40}, async (_, at) =>
			alice.ask('send', message('alice', 'alice', at + 1, `note ${at + 1}`)),
		);
		await Promise.all(notes);
		const folder = await newPlace();
		const {messages, people, missing} = await takeFromRecord(placeOf(url), folder);
		expect({messages, people, missing}).toEqual({messages: 40, people: 1, missing: 0});
		await alice.ask('send', message('alice', 'alice', 41, 'only in the record'));
		const alone = await serverOn(undefined, {folder, plaintext: false});
		expect(alone.fingerprint).toBe(one.fingerprint);
		expect(alone.operated.state.serverInfo).toEqual(one.operated.state.serverInfo);
		await alone.stop('the test wants it');
		const plain = await serverOn(undefined, {folder});
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
		const withKey = async (failed: (sentence: string) => number) =>
			runExport(undefined, {record: url, data: place, withKey: true}, failed);
		expect(await problemOf(withKey)).toMatch(/takes the key along in any case/);
		expect(await of(url, place)).toMatch(/^No server has used the record/);
		expect(await of(postgres.url('missing'), place)).toMatch(/has no database missing/);
		const server = await serverOn(url);
		await server.stop('the test wants it');
		await mkdir(place);
		await writeFile(join(place, 'notes.txt'), 'x');
		expect(await of(url, place)).toMatch(/is not empty \(notes\.txt\)/);
		expect(await readdir(place)).toEqual(['notes.txt']);
	});

	test('a server and others go on from a folder that was moved into a record, with its people and key', async () => {
		const [url, folder] = [await postgres.database(), await temporaryFolder()];
		const alone = await serverOn(undefined, {folder, plaintext: false});
		const {fingerprint} = alone;
		await alone.stop('the test wants it');
		const plain = await serverOn(undefined, {folder});
		const alice = await personOn(plain, 'alice');
		await alice.ask('send', message('alice', 'alice', 1, 'before'));
		await plain.stop('the test wants it');
		expect(await moveIntoRecord(placeOf(url), folder)).toMatchObject({messages: 1, people: 1});
		const copy = join(await temporaryFolder(), 'copy');
		await cp(folder, copy, {recursive: true});
		const fresh = await serverOn(url, {plaintext: false});
		expect(fresh.fingerprint).toBe(fingerprint);
		const [one, two] = [await serverOn(url, {folder: copy, plaintext: false}), await serverOn(url)];
		expect(one.fingerprint).toBe(fingerprint);
		expect(one.operated.state.serverInfo).toEqual(plain.operated.state.serverInfo);
		const again = await personOn(two, 'alice', 'signIn');
		expect(await again.ask('send', message('alice', 'alice', 2, 'after'))).toMatchObject({sequence: 2});
		const {messages} = await again.ask('history', {conversation: 'alice+alice', limit: 9});
		expect((messages as Array<{text: string}>).map(({text}) => text)).toEqual(['before', 'after']);
		expect(await compareServers(placeOf(url), () => undefined)).toBe(true);
	});

	test('what was moved into a record and out of it is the same, with the contents of files', async () => {
		const [url, folder] = [await postgres.database(), await temporaryFolder()];
		await makeSample(folder);
		const store = await openStore(folder);
		const bytes = Buffer.alloc(1_300_000, 'some bytes ');
		const sha256 = createHash('sha256').update(bytes).digest('hex');
		const file = {name: 'a.bin', size: bytes.length, sha256, until: 1e13};
		await happen(store, {...sent(store, ofAlice, 'a file'), file});
		await store.abandon();
		await mkdir(join(folder, 'files'), {mode: 0o700});
		await writeFile(join(folder, 'files', sha256), bytes, {mode: 0o600});
		const before = await contentOf(folder);
		await moveIntoRecord(placeOf(url), folder);
		const other = await newPlace();
		expect(await takeFromRecord(placeOf(url), other)).toMatchObject({missing: 0});
		expect(await contentOf(other)).toEqual(before);
		expect((await readFile(join(other, 'files', sha256))).equals(bytes)).toBe(true);
		await postgres.query(
			'UPDATE chat_tui.content_part SET bytes = set_byte(bytes, 0, 0)',
			url.split('/').at(-1),
		);
		expect(await takeFromRecord(placeOf(url), await newPlace())).toMatchObject({missing: 1});
		const found: string[] = [];
		for await (const {what} of examine(other)) found.push(what);
		expect(found).toEqual([]);
	});

	test('the import refuses, in a sentence, what it cannot move, and leaves the folder as it was', async () => {
		const [url, folder] = [await postgres.database(), await temporaryFolder()];
		const of = async (record: string, data: string) =>
			problemOf(async failed => runImport(undefined, {record, data}, failed));
		await makeSample(folder);
		const before = await contentOf(folder);
		const running = await serverOn(url);
		expect(await of(url, folder)).toMatch(/holds a chat already, and nothing is overwritten/);
		expect(await of(postgres.url('missing'), folder)).toMatch(/has no database missing/);
		expect(await of(url, await temporaryFolder())).toMatch(/is not a data folder of chat-tui/);
		expect(await of(url, join(running.operated.folder))).toMatch(/holds the copy of a record/);
		const used = await temporaryFolder();
		await serverOn(undefined, {folder: used});
		const empty = await postgres.database();
		expect(await of(empty, used)).toMatch(/^Another server uses/);
		expect(await contentOf(folder)).toEqual(before);
		await damage(join(folder, 'users.json'), text =>
			text.replace(/"format":\d+/, '"format":99').replace(/,"crc":"\w+"/, ''),
		);
		expect(await of(empty, folder)).toMatch(/was written by a newer chat-tui/);
		const database = empty.split('/').at(-1);
		expect(await postgres.query('SELECT * FROM chat_tui.snapshot_file', database)).toEqual([]);
	});

	test('a chat that a server founds while a folder is moved stays, and the move is refused', async () => {
		const url = await postgres.database();
		const filling = fillRecord(placeOf(url), {
			position: 1,
			async *files() {
				yield await Promise.resolve({path: 'server.json', text: '{}'});
			},
			key: undefined,
			async keepContents() {
				await serverOn(url);
			},
		});
		await expect(filling).rejects.toThrow('holds a chat already');
		expect(await postgres.query('SELECT * FROM chat_tui.snapshot', url.split('/').at(-1))).toEqual([]);
		await serverOn(url);
	});
});
