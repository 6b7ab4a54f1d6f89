/** Compiled code is executed unseen, so it is only taken from where nobody but the user can have put it. */
import {
	chmodSync,
	linkSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {crc32} from 'node:zlib';
import {expect, test} from 'vitest';
import {CodeCache, codeCacheFolder} from '../../lib/code-cache.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';

const SCRIPT = crc32('(() => 1)');
const CODE = Buffer.from('what the engine compiled');

async function kept(): Promise<{above: string; folder: string; file: string; cache: CodeCache}> {
	const above = path.join(await temporaryFolder(), 'above');
	const folder = path.join(above, 'cache');
	const cache = new CodeCache(folder, 'script');
	cache.write(SCRIPT, CODE);
	const [name] = readdirSync(folder);
	expect(cache.read(SCRIPT)).toEqual(CODE);
	return {above, folder, file: path.join(folder, name!), cache};
}

test('compiled code is kept in a folder and a file of the user alone', async () => {
	const {folder, file} = await kept();
	expect(statSync(folder).mode & 0o777).toBe(0o700);
	expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('compiled code of another script is not taken', async () => {
	const {cache} = await kept();
	expect(cache.read(crc32('(() => 2)'))).toBeUndefined();
});

test('a bit that flipped, and an end that is missing, are noticed', async () => {
	const {cache, file} = await kept();
	const whole = readFileSync(file);
	for (let at = 0; at < whole.length; at++) {
		const damaged = Buffer.from(whole);
		damaged[at]! ^= 1;
		writeFileSync(file, damaged);
		expect(cache.read(SCRIPT)).toBeUndefined();
		writeFileSync(file, whole.subarray(0, at));
		expect(cache.read(SCRIPT)).toBeUndefined();
	}

	writeFileSync(file, whole);
	expect(cache.read(SCRIPT)).toEqual(CODE);
});

test('compiled code is complete once three starts in a row have added to it', async () => {
	const {cache, folder} = await kept();
	expect(cache.isComplete).toBe(false);
	const next = () => {
		const read = new CodeCache(folder, 'script');
		read.read(SCRIPT);
		return read;
	};
	next().write(SCRIPT, CODE, true);
	expect(next().isComplete).toBe(false);
	next().write(SCRIPT, CODE, true);
	expect(next().isComplete).toBe(true);
	next().write(SCRIPT, CODE); // which another version of the engine did not take
	expect(next().isComplete).toBe(false);
});

test('compiled code that others can write or read is not taken', async () => {
	const {cache, file, folder} = await kept();
	chmodSync(file, 0o620);
	expect(cache.read(SCRIPT)).toBeUndefined();
	chmodSync(file, 0o600);
	chmodSync(folder, 0o770);
	expect(cache.read(SCRIPT)).toBeUndefined();
	chmodSync(folder, 0o700);
	expect(cache.read(SCRIPT)).toEqual(CODE);
});

test('compiled code is not taken from where others can put another folder in the place of this one', async () => {
	const {cache, above} = await kept();
	chmodSync(above, 0o777);
	expect(cache.read(SCRIPT)).toBeUndefined();
	chmodSync(above, 0o1777); // as /tmp is: only the owner of a folder can rename it
	expect(cache.read(SCRIPT)).toEqual(CODE);
});

test('a link to compiled code is not followed', async () => {
	const {cache, file, folder, above} = await kept();
	renameSync(file, path.join(above, 'other'));
	symlinkSync(path.join(above, 'other'), file);
	expect(cache.read(SCRIPT)).toBeUndefined();
	renameSync(file, path.join(folder, 'link'));
	linkSync(path.join(above, 'other'), file);
	expect(cache.read(SCRIPT)).toBeUndefined();
});

test('where nothing can be kept, the program does without', async () => {
	const above = await temporaryFolder();
	writeFileSync(path.join(above, 'file'), '');
	const cache = new CodeCache(path.join(above, 'file', 'cache'), 'script');
	cache.write(SCRIPT, CODE);
	expect(cache.read(SCRIPT)).toBeUndefined();
});

test('the folder holds the compiled code of four scripts at most, and nothing else in it is touched', async () => {
	const folder = path.join(await temporaryFolder(), 'cache');
	mkdirSync(folder, {mode: 0o700});
	writeFileSync(path.join(folder, 'notes'), '');
	for (let at = 0; at < 10; at++) new CodeCache(folder, `script-${at}`).write(SCRIPT, CODE);
	new CodeCache(folder, 'large').write(SCRIPT, Buffer.alloc(8 * 1024 * 1024));
	const names = readdirSync(folder);
	expect(names).toHaveLength(5);
	expect(names).toContain('notes');
});

test('the folder is below CHAT_TUI_HOME, else where programs keep what they can make again', () => {
	expect(codeCacheFolder({CHAT_TUI_HOME: '/home/alice/chat\n'})).toBe('/home/alice/chat/code-cache');
	expect(codeCacheFolder({XDG_CACHE_HOME: '/caches', HOME: '/home/alice'})).toBe('/caches/chat-tui');
	expect(codeCacheFolder({XDG_CACHE_HOME: 'caches', HOME: '/home/alice'})).toBeUndefined();
	expect(codeCacheFolder({})).toBeUndefined();
});
