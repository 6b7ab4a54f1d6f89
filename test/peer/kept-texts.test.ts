/** Texts of private chats on disk: who may read them, what a crash leaves, how much there may be, and what damage does. */
import {appendFile, chmod, mkdir, readFile, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {userName, type UserName} from '../../protocol/names.ts';
import {KeptTexts} from '../../source/peer/kept-texts.ts';
import type {KeptText} from '../../source/state/model/peer.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';

const [alice, bob] = ['alice', 'bob'].map(name => userName(name) as UserName) as [UserName, UserName];
const MAX_FILE = 4 * 1024 * 1024;

function said(text: string, at = 5): KeptText {
	return {id: `d.s.${at}`, from: alice, at, text, key: 'K'.repeat(43)};
}

async function folders() {
	const folder = await temporaryFolder();
	return {folder, file: path.join(folder, 'private', 'bob.jsonl')};
}

const modeOf = async (file: string) => (await stat(file)).mode & 0o777;
const texts = async (folder: string) => (await new KeptTexts(folder).read(bob)).map(({text}) => text);

test('texts are there after a restart, in their order, each on a line that a terminal can show', async () => {
	const {folder, file} = await folders();
	const kept = new KeptTexts(folder);
	const all = ['one\ntwo', '\u001b[31mred\u202e', 'drei €'].map((text, at) => said(text, at));
	await Promise.all(all.map(async text => kept.keep(bob, text)));
	expect(await new KeptTexts(folder).read(bob)).toEqual(all);
	const content = await readFile(file, 'utf8');
	expect([content.split('\n').length, content]).toEqual([4, expect.not.stringMatching(/[\u001b\u202e]/)]);
});

test('nobody else on the machine can read them, also when a file was open to all', async () => {
	const {folder, file} = await folders();
	await new KeptTexts(folder).keep(bob, said('one'));
	expect([await modeOf(file), await modeOf(path.dirname(file))]).toEqual([0o600, 0o700]);
	await chmod(file, 0o644);
	await new KeptTexts(folder).keep(bob, said('two'));
	expect(await modeOf(file)).toBe(0o600);
});

test('a partner of whom nothing is kept has no texts and no file', async () => {
	const {folder, file} = await folders();
	expect(await texts(folder)).toEqual([]);
	await expect(stat(path.dirname(file))).rejects.toThrow('ENOENT');
});

test.each(['{"id":"d.s.6","from":"al', '{', JSON.stringify(said('whole but for its end'))])(
	'a line that a crash has torn (%j) is ignored, and cut off before the next',
	async torn => {
		const {folder, file} = await folders();
		await new KeptTexts(folder).keep(bob, said('one'));
		await appendFile(file, torn);
		expect(await texts(folder)).toEqual(['one']);
		await new KeptTexts(folder).keep(bob, said('two'));
		expect(await texts(folder)).toEqual(['one', 'two']);
	},
);

test('a torn line that comes while the client runs is cut off, too', async () => {
	const {folder, file} = await folders();
	const kept = new KeptTexts(folder);
	await kept.keep(bob, said('one'));
	await appendFile(file, '{"id":"d.s.6","te');
	await kept.keep(bob, said('two'));
	expect(await texts(folder)).toEqual(['one', 'two']);
});

test.each([
	['other text', 'a letter to my bank'],
	['a line without a key', `${JSON.stringify({...said('x'), key: undefined})}\n`],
	['a line with more', `${JSON.stringify({...said('x'), more: 1})}\n`],
	['a text that is too long', `${JSON.stringify(said('x'.repeat(17_000)))}\n`],
	['a bad line among good ones', `{"id"\n${JSON.stringify(said('x'))}\n`],
	['bytes that are not UTF-8', Buffer.from(`${JSON.stringify(said('\u00ff'))}\n`, 'latin1')],
	['a file that is too large', Buffer.alloc(MAX_FILE + 1, `${JSON.stringify(said('x'))}\n`)],
])('a damaged file (%s) is named, and left as it is', async (_case, content) => {
	const {folder, file} = await folders();
	await mkdir(path.dirname(file));
	await writeFile(file, content);
	const kept = new KeptTexts(folder);
	await expect(kept.read(bob)).rejects.toThrow(`${file} is damaged`);
	await expect(kept.keep(bob, said('one'))).rejects.toThrow(`${file} is damaged`);
	expect((await readFile(file)).equals(Buffer.from(content))).toBe(true);
});

test('the newest 200 are read', async () => {
	const {folder, file} = await folders();
	await mkdir(path.dirname(file));
	const lines = Array.from({length: 201}, (_, at) => `${JSON.stringify(said(`${at}`))}\n`);
	await writeFile(file, lines.join(''));
	expect([(await texts(folder)).length, (await texts(folder))[0]]).toEqual([200, '1']);
});

test('a file that would grow beyond 4 MiB loses its older half', async () => {
	const {folder, file} = await folders();
	await mkdir(path.dirname(file));
	const lineOf = (at: number) => `${JSON.stringify(said(`${at}`.padEnd(16_000, '-'), at))}\n`;
	const fitting = Math.floor(MAX_FILE / lineOf(100).length);
	await writeFile(file, Array.from({length: fitting}, (_, at) => lineOf(100 + at)).join(''));
	const kept = new KeptTexts(folder);
	await kept.keep(bob, said('x'.repeat(16_000)));
	await kept.keep(bob, said('last'));
	const {size} = await stat(file);
	expect([size > MAX_FILE / 2, size < MAX_FILE / 2 + 40_000, await modeOf(file)]).toEqual([
		true,
		true,
		0o600,
	]);
	expect((await texts(folder)).slice(-3).map(text => text.slice(0, 4))).toEqual([
		`${100 + fitting - 1}-`.slice(0, 4),
		'xxxx',
		'last',
	]);
});

test('many texts at once are all kept, in their order', async () => {
	const {folder} = await folders();
	const kept = new KeptTexts(folder);
	const all = Array.from({length: 150}, (_, at) => `${at}`);
	for (const text of all) void kept.keep(bob, said(text));
	await kept.settled();
	expect(await texts(folder)).toEqual(all);
});

test('of a thousand texts that wait for the disk none is lost, and the next one is refused in a sentence', async () => {
	const {folder} = await folders();
	const kept = new KeptTexts(folder);
	const all = Array.from({length: 1000}, (_, at) => `${at}`);
	for (const text of all) void kept.keep(bob, said(text));
	await expect(kept.keep(bob, said('one more'))).rejects.toThrow(
		'The disk is too slow: some private texts with bob are not kept.',
	);
	await kept.settled();
	await kept.keep(bob, said('later'));
	expect(await texts(folder)).toEqual([...all, 'later'].slice(-200));
});

test('what two clients of the same user keep goes into the same file', async () => {
	const {folder} = await folders();
	const [one, other] = [new KeptTexts(folder), new KeptTexts(folder)];
	await one.keep(bob, said('one'));
	await other.keep(bob, said('two'));
	await one.keep(bob, said('three'));
	expect(await texts(folder)).toEqual(['one', 'two', 'three']);
});
