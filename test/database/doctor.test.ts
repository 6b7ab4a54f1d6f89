/** The doctor: does it find each fault of a data folder, and mend what can be mended, with a copy of what was there? */
import {chmod, mkdir, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {examine, mend} from '../../server/database/doctor.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';
import {contentOf, damage, makeSample} from './sample.ts';

async function sample() {
	const place = await temporaryFolder();
	const [folder, copies] = [join(place, 'data'), join(place, 'copies')];
	await makeSample(folder);
	return {place, folder, copies};
}

async function problems(folder: string): Promise<string[]> {
	const found: string[] = [];
	for await (const {what, isHarmless} of examine(folder)) if (!isHarmless) found.push(what);
	return found;
}

async function newestJournal(folder: string): Promise<string> {
	const names = await readdir(join(folder, 'journal'));
	const newest = Math.max(...names.map(name => Number.parseInt(name, 10)));
	return join(folder, 'journal', `${newest}.jsonl`);
}

const silent = () => undefined;
const crc = /,"crc":"[0-9a-f]{8}"/;

test('nothing is found in a folder that is in order, and nothing is changed', async () => {
	const {folder} = await sample();
	const names = await readdir(folder, {recursive: true});
	expect(await problems(folder)).toEqual([]);
	expect(await readdir(folder, {recursive: true})).toEqual(names);
});

test('a file that is not of chat-tui is named and left', async () => {
	const {folder, copies} = await sample();
	await writeFile(join(folder, 'notes.txt'), 'x', {mode: 0o600});
	const found: string[] = [];
	for await (const {what} of examine(folder)) found.push(what);
	expect(found).toEqual([expect.stringMatching(/notes\.txt is not a file of chat-tui/)]);
	await mend(folder, copies, silent);
	expect(await readdir(folder)).toContain('notes.txt');
});

type Planted = readonly [
	what: string,
	file: string,
	plant: (file: string) => Promise<unknown>,
	found: RegExp,
];

const MENDED: readonly Planted[] = [
	[
		'a file that is open to others',
		'users.json',
		file => chmod(file, 0o644),
		/users\.json is open to others \(mode 644\)/,
	],
	['a folder that is open to others', 'logs', file => chmod(file, 0o755), /logs is open to others/],
	[
		'a draft that a kill left',
		'.users.json.new',
		file => writeFile(file, 'x', {mode: 0o600}),
		/was left behind/,
	],
	[
		'a wrong checksum',
		'users.json',
		file => damage(file, text => text.replace('"seen":0', '"seen":1')),
		/users\.json is damaged: its checksum/,
	],
	[
		'sign-ins that cannot be read',
		'sign-ins.json',
		file => writeFile(file, '{', {mode: 0o600}),
		/sign-ins\.json is damaged/,
	],
	[
		'devices that cannot be read',
		'devices/bob.json',
		file => writeFile(file, '{', {mode: 0o600}),
		/bob\.json is damaged/,
	],
	[
		'pending.json that cannot be read',
		'pending.json',
		file => writeFile(file, '{', {mode: 0o600}),
		/pending\.json is damaged/,
	],
	['a missing file of messages', 'logs/alice+bob/251.json', file => rm(file), /251\.json is missing/],
	[
		'a damaged message',
		'logs/alice+bob/1.json',
		file => damage(file, text => text.replace('"text 7 ', '"text 8 ')),
		/1\.json is damaged: its checksum/,
	],
	[
		'a message that is missing',
		'logs/alice+bob/251.json',
		file => damage(file, text => text.replace(/\{[^\n]*"text 300 [^\n]*\n/, '').replace(crc, '')),
		/251\.json is missing, or messages are missing/,
	],
];

describe('the doctor finds and mends', () => {
	test.each(MENDED)('%s', async (_what, name, plant, found) => {
		const {folder, copies} = await sample();
		const file = join(folder, name);
		await plant(file);
		const [before, mode] = await Promise.all([
			readFile(file).catch(() => undefined),
			stat(file).catch(() => undefined),
		]);
		expect(await problems(folder)).toEqual([expect.stringMatching(found)]);
		const said: string[] = [];
		await mend(folder, copies, sentence => said.push(sentence));
		expect(said).toEqual([expect.stringContaining(name.split('/').at(-1)!)]);
		expect(await problems(folder)).toEqual([]);
		const kept = await readFile(join(copies, name)).catch(() => undefined);
		if (mode?.isFile()) expect(kept).toEqual(before);
	});
});

test('of a damaged file of messages, those that can be read stay, and the others are marked as lost', async () => {
	const {folder, copies} = await sample();
	const before = await contentOf(folder);
	await damage(join(folder, 'logs/alice+bob/251.json'), text =>
		text.replace('"text":"text 300 ', '"text:"text 300 '),
	);
	await mend(folder, copies, silent);
	const after = await contentOf(folder);
	const messages = 'messages of alice+bob';
	const texts = (all: Record<string, unknown>) =>
		(all[messages] as Array<{text: string}>).map(({text}) => text);
	const different = texts(after).flatMap((text, at) => (text === texts(before)[at] ? [] : [[at, text]]));
	expect(different).toEqual([[300, '(lost: the file of this message was damaged)']]);
	expect({...after, [messages]: 0}).toEqual({...before, [messages]: 0});
});

const NOT_MENDED: readonly Planted[] = [
	[
		'accounts that cannot be read',
		'users.json',
		file => writeFile(file, '{', {mode: 0o600}),
		/users\.json is damaged/,
	],
	[
		'a file of a newer version',
		'users.json',
		file => damage(file, text => text.replace(/"format":\d+/, '"format":99').replace(crc, '')),
		/newer chat-tui/,
	],
	[
		'damage in the journal',
		'JOURNAL',
		file => damage(file, text => text.replace('only in', 'only im')),
		/journal\/\d+\.jsonl is damaged at line \d/,
	],
	['a journal that is missing', 'JOURNAL', file => rm(file), /journal ends at \d+ and is older than/],
	[
		'a cursor beyond the last message',
		'logs/alice+bob/state.json',
		file => damage(file, text => text.replace('"delivered":10,', '"delivered":9000,').replace(crc, '')),
		/alice\+bob: what bob has read/,
	],
	[
		'a member who has no account',
		'logs/room.lobby/state.json',
		file => damage(file, text => text.replace('"user":"carol"', '"user":"dave"').replace(crc, '')),
		/its member dave has no account/,
	],
	[
		'a message of somebody who cannot write there',
		'logs/alice+bob/1.json',
		file => damage(file, text => text.replace('"from":"alice"', '"from":"carol"').replace(crc, '')),
		/of carol, who cannot write there/,
	],
	[
		'messages that the state does not know',
		'logs/room.lobby/251.json',
		file => writeFile(file, '{}', {mode: 0o600}),
		/messages after 1, the last that the state knows/,
	],
];

test.each(NOT_MENDED)('the doctor finds, and leaves to a backup, %s', async (_what, name, plant, found) => {
	const {folder, copies} = await sample();
	await plant(name === 'JOURNAL' ? await newestJournal(folder) : join(folder, name));
	expect(await problems(folder)).toContainEqual(expect.stringMatching(found));
	await mend(folder, copies, silent);
	expect(await problems(folder)).toContainEqual(expect.stringMatching(found));
});

test('a folder of another program is not taken for one of chat-tui', async () => {
	const place = await temporaryFolder();
	await mkdir(join(place, 'x'));
	const {withFolder} = await import('../../server/database/folder.ts');
	await expect(withFolder(join(place, 'x'), async () => Promise.resolve())).rejects.toThrow(
		/is not a data folder/,
	);
	expect(await readdir(join(place, 'x'))).toEqual([]);
});
