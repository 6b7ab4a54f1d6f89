/** Removing a folder: does all of it go, nothing else, and has everybody a turn meanwhile? */
import {mkdir, readdir, symlink, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {removeFolder} from '../../lib/folder.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';

test('a folder is removed with all that stands in it, and what a link in it leads to stays', async () => {
	const place = await temporaryFolder();
	const [folder, elsewhere] = [path.join(place, 'folder'), path.join(place, 'elsewhere')];
	await mkdir(path.join(folder, 'in', 'it'), {recursive: true});
	await mkdir(elsewhere);
	for (const file of [path.join(folder, 'in', 'it', 'file'), path.join(elsewhere, 'kept')])
		await writeFile(file, '');
	await symlink(elsewhere, path.join(folder, 'link'));
	await symlink(path.join(elsewhere, 'gone'), path.join(folder, 'in', 'dangling'));
	await removeFolder(folder);
	expect(await readdir(place)).toEqual(['elsewhere']);
	expect(await readdir(elsewhere)).toEqual(['kept']);
	await removeFolder(folder); // which is not there
});

test('a folder with many others in it is removed one after another: each turn of the program begins few removals', async () => {
	const folder = path.join(await temporaryFolder(), 'folder');
	const count = 200;
	await mkdir(folder);
	await Promise.all(Array.from({length: count}, async (_, at) => mkdir(path.join(folder, `${at}`))));
	let turns = 0;
	let isOver = false;
	const turn = (): void => {
		turns++;
		if (!isOver) setImmediate(turn);
	};
	turn();
	await removeFolder(folder);
	isOver = true;
	expect(turns).toBeGreaterThan(count);
});
