/** A database in one file: is it the same after it was exported and imported, and does a damaged file change nothing? */
import {mkdir, readdir, readFile, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {realDisk} from '../../lib/disk.ts';
import {exportDatabase} from '../../server/database/export.ts';
import {importDatabase} from '../../server/database/import.ts';
import {wrongInDatabase} from '../../server/database/check/database.ts';
import {takeFolder} from '../../server/control/control.ts';
import {Stage} from '../chat/model/stage.ts';
import {story} from '../chat/model/steps.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';
import {allOf, bob, contentOf, happen, makeSample, openStore, sent} from './sample.ts';

/** Exports a folder to a file beside it. */
async function exported(folder: string, file: string): Promise<void> {
	const store = await openStore(folder);
	const {logs, state} = store;
	await exportDatabase(
		{snapshot: store.snapshot(), logs, store: state.serverInfo.store, now: 0},
		file,
		realDisk,
	);
	await store.abandon();
}

/** A sample folder and its export, in a folder of their own. */
async function sample() {
	const place = await temporaryFolder();
	const [folder, file, other] = [join(place, 'data'), join(place, 'chat.json'), join(place, 'other')];
	await makeSample(folder);
	await exported(folder, file);
	return {place, folder, file, other};
}

async function findings(folder: string): Promise<string[]> {
	const found: string[] = [];
	for await (const {what} of wrongInDatabase(realDisk, folder)) found.push(what);
	return found;
}

test('a database that was exported and imported is the same, under a new store id and without tokens', async () => {
	const {folder, file, other} = await sample();
	await importDatabase(file, other);
	expect(await contentOf(other)).toEqual(await contentOf(folder));
	const store = await openStore(other);
	expect(store.state.serverInfo.store).not.toBe('store-one');
	expect(store.state.signIns.tokens.size).toBe(0);
	await store.abandon();
});

test('the file is valid JSON for its owner alone, with the messages in it and no token', async () => {
	const {file} = await sample();
	const text = await readFile(file, 'utf8');
	const {records, ...header} = JSON.parse(text) as {records: Array<{message?: {text: string}}>};
	expect(header).toMatchObject({
		content: 'chat-tui database',
		store: 'store-one',
		format: expect.any(Number) as number,
	});
	expect(records.filter(({message}) => message?.text === 'only in the journal')).toHaveLength(1);
	expect(text).not.toContain('secret-token');
	expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('whatever people did, it is the same in the new folder, in which nothing is found wrong', async () => {
	const property = fc.asyncProperty(story, async steps => {
		const stage = await Stage.open();
		for (const step of steps) await stage.play(step);
		const place = await temporaryFolder();
		const [folder, file, other] = [join(place, 'data'), join(place, 'chat.json'), join(place, 'other')];
		const store = await openStore(folder);
		await happen(store, {type: 'storeFounded', store: 'id', code: 'code'}, ...stage.rules.journal);
		await store.abandon();
		expect(await findings(folder)).toEqual([]);
		await exported(folder, file);
		await importDatabase(file, other);
		expect(await contentOf(other)).toEqual(await contentOf(folder));
	});
	await fc.assert(property, {numRuns: 10});
});

test('what happens while a database is exported is not in the file, and is in the store', async () => {
	const {folder, place} = await sample();
	const [file, other] = [join(place, 'second.json'), join(place, 'other')];
	const store = await openStore(folder);
	const before = await allOf(store);
	const source = {snapshot: store.snapshot(), logs: store.logs, store: 'store-one', now: 0};
	const exporting = exportDatabase(source, file, realDisk);
	for (let count = 0; count < 300; count++) await happen(store, sent(store, bob, `meanwhile ${count}`));
	await store.checkpoint();
	await exporting;
	expect(await allOf(store)).not.toEqual(before);
	await store.abandon();
	await importDatabase(file, other);
	expect(await contentOf(other)).toEqual(before);
});

test('an export overwrites no file', async () => {
	const {folder, file} = await sample();
	await expect(exported(folder, file)).rejects.toThrow(/is there already/);
});

describe('an import changes nothing', () => {
	const lines = (text: string, change: (lines: string[]) => string[]) => change(text.split('\n')).join('\n');
	const withoutChecksum = (text: string) => text.replace(/,"crc":"[0-9a-f]{8}"/, '');
	const damages: Array<[string, (text: string) => string]> = [
		['that was cut off', text => text.slice(0, text.length / 2)],
		[
			'that was cut off at the end of a line',
			text => text.slice(0, text.lastIndexOf('\n', text.length / 2) + 1),
		],
		['whose last line is missing', text => lines(text, all => all.slice(0, -2))],
		['that is empty', () => ''],
		['that is something else', () => '{"users":[]}\n'],
		['that was laid out anew', text => JSON.stringify(JSON.parse(text), undefined, 2)],
		['with a text changed by hand, and its checksum left', text => text.replace('text 7 ', 'text 8 ')],
		[
			'without a message',
			text => withoutChecksum(lines(text, all => all.filter(line => !line.includes('"text 100 ')))),
		],
		[
			'with a message twice',
			text =>
				withoutChecksum(
					lines(text, all => all.flatMap(line => (line.includes('"text 100 ') ? [line, line] : [line]))),
				),
		],
		[
			'with a message of somebody else',
			text =>
				withoutChecksum(text.replace(/"from":"alice"(,"at":\d+,"text":"text 100 )/, '"from":"carol"$1')),
		],
		['with a field of the wrong type', text => withoutChecksum(text.replace('"created":1', '"created":"1"'))],
		[
			'with a part that nobody knows',
			text => withoutChecksum(text.replace('"part":"accounts"', '"part":"toString"')),
		],
		[
			'with a key that leads elsewhere',
			text => withoutChecksum(text.replace('"key":"alice+bob"', '"key":"../../x"')),
		],
		[
			'without its accounts',
			text => withoutChecksum(lines(text, all => all.filter(line => !line.includes('"part":"accounts"')))),
		],
		[
			'with a member who has no account',
			text =>
				withoutChecksum(
					text.replace(
						/\{"user":"carol","password":[^}]*\}/,
						'{"user":"dave","password":"x","created":1,"seen":0}',
					),
				),
		],
		[
			'with a cursor beyond the last message',
			text => withoutChecksum(text.replace('"delivered":10,', '"delivered":9000,')),
		],
		[
			'of which a broadcast is missing',
			text =>
				withoutChecksum(
					text.replace(
						'"broadcast":{"conversation":"!alice","sequence":1}',
						'"broadcast":{"conversation":"!carol","sequence":1}',
					),
				),
		],
		['of a newer version', text => withoutChecksum(text.replace(/"format":\d+/, '"format":999'))],
	];
	test.each(damages)('of a file %s', async (_what, change) => {
		const {file, other, place} = await sample();
		const text = await readFile(file, 'utf8');
		expect(change(text)).not.toBe(text);
		await writeFile(file, change(text));
		await expect(importDatabase(file, other)).rejects.toThrow(/chat\.json .*(Nothing was changed|newer)/);
		expect(await readdir(other)).toEqual([]);
		expect((await readdir(place)).sort()).toEqual(['chat.json', 'data', 'other']);
	});

	test('of a file with any bit flipped', {timeout: 60_000}, async () => {
		const place = await temporaryFolder();
		const [folder, file, other] = [join(place, 'data'), join(place, 'chat.json'), join(place, 'other')];
		await makeSample(folder, 3);
		await exported(folder, file);
		const bytes = await readFile(file);
		const property = fc.asyncProperty(fc.nat(bytes.length - 2), fc.nat(7), async (at, bit) => {
			const flipped = Buffer.from(bytes);
			flipped[at]! ^= 1 << bit;
			await writeFile(file, flipped);
			await expect(importDatabase(file, other)).rejects.toThrow(/chat\.json/);
		});
		await fc.assert(property, {numRuns: 150});
		expect(await readdir(other)).toEqual([]);
	});

	test('in a folder that is not empty', async () => {
		const {folder, file} = await sample();
		const before = await contentOf(folder);
		await expect(importDatabase(file, folder)).rejects.toThrow(/is not empty/);
		expect(await contentOf(folder)).toEqual(before);
	});

	test('in a folder that a server uses', async () => {
		const {file, other} = await sample();
		const control = await takeFolder(other);
		await expect(importDatabase(file, other)).rejects.toThrow(/Another server uses/);
		await control.release();
	});
});

test('an import goes on where one that was killed has left its draft', async () => {
	const {folder, file, other, place} = await sample();
	await mkdir(join(place, '.other.new', 'logs'), {recursive: true});
	await writeFile(join(place, '.other.new', 'users.json'), 'half');
	await importDatabase(file, other);
	expect(await contentOf(other)).toEqual(await contentOf(folder));
	expect((await readdir(place)).sort()).toEqual(['chat.json', 'data', 'other']);
});
