/** Completion of local paths: which names of a folder are offered. */
import {mkdir, symlink, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {completePath} from '../source/client/complete-path.ts';
import {temporaryFolder} from './harness/temporary-folder.ts';

test('names that begin like the last part are offered, folders with a slash, hidden ones only behind a dot', async () => {
	const folder = await temporaryFolder();
	for (const name of ['notes.pdf', 'my notes.pdf', '.hidden']) await writeFile(path.join(folder, name), '');
	await mkdir(path.join(folder, 'no'));
	await symlink(path.join(folder, 'no'), path.join(folder, 'nolink'));
	await symlink(path.join(folder, 'gone'), path.join(folder, 'nowhere'));
	expect(await completePath(`${folder}/no`)).toEqual(['no/', 'nolink/', 'notes.pdf', 'nowhere']);
	expect(await completePath(`${folder}/`)).not.toContain('.hidden');
	expect(await completePath(`${folder}/.`)).toEqual(['.hidden']);
});

test('a folder that cannot be read has no names', async () => {
	const folder = await temporaryFolder();
	await writeFile(path.join(folder, 'file'), '');
	expect(await completePath(`${folder}/missing/`)).toEqual([]);
	expect(await completePath(`${folder}/file/`)).toEqual([]);
});

test('of a large folder, 200 names are offered', async () => {
	const folder = await temporaryFolder();
	await Promise.all(Array.from({length: 250}, (_, at) => writeFile(path.join(folder, `n${at}`), '')));
	expect(await completePath(`${folder}/n`)).toHaveLength(200);
});
