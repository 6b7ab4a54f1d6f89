/** Where a person's files belong, whatever the environment says of them, and folders that are made in so many steps as they have names. */
import {existsSync} from 'node:fs';
import {stat, symlink, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {makeFolder} from '../../lib/folder.ts';
import {NoUserFolder, userFoldersOf} from '../../lib/user-folders.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';

test('CHAT_TUI_HOME holds both, and a line end behind it is no part of the name', async () => {
	const places = {home: path.resolve('/home/alice/chat'), data: path.resolve('/home/alice/chat/server')};
	expect(await userFoldersOf({CHAT_TUI_HOME: '/home/alice/chat'})).toEqual(places);
	expect(await userFoldersOf({CHAT_TUI_HOME: '/home/alice/chat\r\n'})).toEqual(places);
	expect(path.isAbsolute((await userFoldersOf({CHAT_TUI_HOME: 'chat'})).home)).toBe(true);
});

test.each([' ', '/home/a\nb'])('CHAT_TUI_HOME=%j is refused by name', async chosen => {
	await expect(userFoldersOf({CHAT_TUI_HOME: chosen})).rejects.toThrow(NoUserFolder);
	await expect(userFoldersOf({CHAT_TUI_HOME: chosen})).rejects.toThrow('CHAT_TUI_HOME');
});

describe('a folder', () => {
	test('is made with those above it, for its owner alone; what is there already stays', async () => {
		const top = await temporaryFolder();
		const folder = path.join(top, 'a', 'b', 'c');
		expect(await makeFolder(folder)).toEqual([path.join(top, 'a'), path.join(top, 'a', 'b'), folder]);
		expect((await stat(path.join(top, 'a'))).mode & 0o777).toBe(0o700);
		expect(await makeFolder(folder)).toEqual([]);
	});

	test('that is made by several at once is made', async () => {
		const folder = path.join(await temporaryFolder(), 'a', 'b', 'c');
		await Promise.all(Array.from({length: 20}, async () => makeFolder(folder)));
		expect((await stat(folder)).isDirectory()).toBe(true);
	});

	test('in whose way something stands is refused with the reason', async () => {
		const top = await temporaryFolder();
		const file = path.join(top, 'file');
		await writeFile(file, '');
		await symlink(path.join(top, 'nowhere'), path.join(top, 'link'));
		await expect(makeFolder(file)).rejects.toMatchObject({code: 'EEXIST'});
		await expect(makeFolder(path.join(file, 'chat', 'x'))).rejects.toMatchObject({code: 'ENOTDIR'});
		await expect(makeFolder(path.join(top, 'link'))).rejects.toMatchObject({code: 'EEXIST'});
		await expect(makeFolder(path.join(top, 'x'.repeat(300)))).rejects.toMatchObject({code: 'ENAMETOOLONG'});
	});

	test.runIf(existsSync('/proc/self'))('where the system makes none comes to an end', async () => {
		await expect(makeFolder('/proc/x')).rejects.toMatchObject({code: 'ENOENT'});
		await expect(makeFolder('/proc/self/a/b/c')).rejects.toMatchObject({code: 'ENOENT'});
	});
});
