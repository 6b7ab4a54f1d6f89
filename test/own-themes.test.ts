/** The files of own themes: which are listed, and what is said of one that cannot be read. */
import {execFileSync} from 'node:child_process';
import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {readThemes} from '../source/client/own-themes.ts';
import {temporaryFolder} from './harness/temporary-folder.ts';

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
	const home = await temporaryFolder();
	await mkdir(path.join(home, 'themes'));
	for (const [name, text] of Object.entries(files)) await writeFile(path.join(home, 'themes', name), text);
	return home;
}

test('without a folder there are none, and one that is asked for is named with its place', async () => {
	const home = await temporaryFolder();
	expect(await readThemes(home, undefined)).toEqual({names: []});
	expect(await readThemes(home, 'solar')).toEqual({
		names: [],
		found: {
			problem: `There is no theme solar; write your own to ${home}/themes/solar.json, or Tab lists those there are.`,
		},
	});
});

test('the files that have the name of a theme are listed, other than those of the built-in themes', async () => {
	const files = ['solar.json', 'nord.json', 'dark.json', 'Big.json', 'notes.txt', 'a b.json', '.json'];
	const home = await folderWith(Object.fromEntries(files.map(file => [file, '{}'])));
	expect(await readThemes(home, 'nord')).toMatchObject({names: ['nord', 'solar'], found: {name: 'nord'}});
});

test('of a thousand files a hundred are listed', async () => {
	const files = Array.from({length: 1000}, (_, at): [string, string] => [`theme${1000 + at}.json`, '{}']);
	const {names} = await readThemes(await folderWith(Object.fromEntries(files)), undefined);
	expect([names.length, names[99]]).toEqual([100, 'theme1099']);
});

test('what is wrong in a file is said in one sentence without what a terminal would obey', async () => {
	const home = await folderWith({
		'solar.json': '{"\\u001b[2Jx": 1}',
		'big.json': `{"base": "dark"${' '.repeat(17_000)}}`,
	});
	await mkdir(path.join(home, 'themes/folder.json'));
	execFileSync('mkfifo', [path.join(home, 'themes/pipe.json')]);
	const problem = async (name: string) => {
		const {found} = await readThemes(home, name);
		return found && 'problem' in found ? found.problem.replace(home, '~') : undefined;
	};
	expect(await problem('solar')).toMatch(/^~\/themes\/solar\.json has “�x”; a theme has base, dim,/);
	expect(await problem('big')).toBe('~/themes/big.json is too large; a theme has at most 16 KiB.');
	expect(await problem('folder')).toBe('~/themes/folder.json cannot be read (EISDIR).');
	expect(await problem('pipe')).toBe('~/themes/pipe.json cannot be read (ESPIPE).');
});
