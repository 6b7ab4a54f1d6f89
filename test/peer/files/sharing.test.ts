/** Shared files: friends see and open what is on the list, and nothing else of the machine. */
import {execFileSync} from 'node:child_process';
import {link, mkdir, readFile, realpath, rm, symlink, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {openShared} from '../../../source/peer/files/open-shared.ts';
import {SharedFiles} from '../../../source/peer/files/shared-files.ts';
import {temporaryFolder} from '../../harness/temporary-folder.ts';

/** A folder `shared` with `ok.txt`, beside things that are nobody's business. */
async function folder(): Promise<string> {
	const top = await realpath(await temporaryFolder());
	await mkdir(path.join(top, 'shared', 'inner'), {recursive: true});
	await mkdir(path.join(top, 'shared-not'));
	await mkdir(path.join(top, 'home', 'downloads'), {recursive: true});
	await writeFile(path.join(top, 'shared', 'ok.txt'), 'ok');
	await writeFile(path.join(top, 'shared', 'inner', 'deep.txt'), 'deep');
	await writeFile(path.join(top, 'shared-not', 'secret.txt'), 'secret');
	await writeFile(path.join(top, 'home', 'key.pem'), 'key');
	return top;
}

async function sharedIn(top: string): Promise<SharedFiles> {
	const home = path.join(top, 'home');
	return SharedFiles.open({
		file: path.join(home, 'shared.json'),
		privateFolders: [home],
		downloads: path.join(home, 'downloads'),
	});
}

async function contentOf(shared: SharedFiles, id: string): Promise<string | undefined> {
	const file = await shared.open(id);
	try {
		return await file?.handle.readFile('utf8');
	} finally {
		await file?.handle.close();
	}
}

describe('in a shared folder', () => {
	test('a file is opened', async () => {
		const root = path.join(await folder(), 'shared');
		for (const [file, content] of [
			['ok.txt', 'ok'],
			[path.join('inner', 'deep.txt'), 'deep'],
		] as const) {
			const handle = await openShared(root, file);
			expect(await handle?.readFile('utf8')).toBe(content);
			await handle?.close();
		}
	});

	test.each([
		['a way up', async () => '../shared-not/secret.txt'],
		['a way up from inside', async () => 'inner/../../shared-not/secret.txt'],
		[
			'a sibling whose name begins alike',
			async (root: string) => path.relative(root, `${root}-not/secret.txt`),
		],
		['an absolute path', async (root: string) => `${root}-not/secret.txt`],
		['an absolute path inside', async (root: string) => `${root}/ok.txt`],
		['a NUL', async () => 'ok.txt\0.png'],
		['the folder itself', async () => ''],
		['a folder', async () => 'inner'],
		['a file that is missing', async () => 'missing.txt'],
		[
			'a link to a file outside',
			async (root: string) => {
				await symlink('../shared-not/secret.txt', path.join(root, 'link.txt'));
				return 'link.txt';
			},
		],
		[
			'a link to a file inside',
			async (root: string) => {
				await symlink('ok.txt', path.join(root, 'link.txt'));
				return 'link.txt';
			},
		],
		[
			'a file behind a linked folder',
			async (root: string) => {
				await symlink('../shared-not', path.join(root, 'other'));
				return 'other/secret.txt';
			},
		],
		[
			'a hard link',
			async (root: string) => {
				await link(`${root}-not/secret.txt`, path.join(root, 'hard.txt'));
				return 'hard.txt';
			},
		],
		[
			'a pipe',
			async (root: string) => {
				execFileSync('mkfifo', [path.join(root, 'pipe')]);
				return 'pipe';
			},
		],
	])('%s is not opened', async (_case, make) => {
		const root = path.join(await folder(), 'shared');
		expect(await openShared(root, await make(root))).toBeUndefined();
	});

	test('nothing is opened or listed once a link stands in its place', async () => {
		const top = await folder();
		const root = path.join(top, 'shared');
		const shared = await sharedIn(top);
		await shared.share(root);
		await rm(root, {recursive: true});
		await symlink('shared-not', root);
		expect(await openShared(root, 'secret.txt')).toBeUndefined();
		expect(await shared.list()).toEqual([]);
	});
});

describe('the list', () => {
	test('gives ids, names and sizes, and the files of a folder without links and hidden files', async () => {
		const top = await folder();
		const root = path.join(top, 'shared');
		await symlink('../shared-not/secret.txt', path.join(root, 'link.txt'));
		await link(`${root}-not/secret.txt`, path.join(root, 'hard.txt'));
		await writeFile(path.join(root, '.hidden'), '');
		const shared = await sharedIn(top);
		expect(await shared.share(root)).toEqual({name: 'shared'});
		expect(await shared.share(path.join(top, 'shared-not', 'secret.txt'))).toEqual({fault: 'hardLink'});
		const files = await shared.list();
		expect(files.map(({id: _, ...shown}) => shown)).toEqual([
			{name: 'ok.txt', size: 2, folder: 'shared'},
			{name: 'deep.txt', size: 4, folder: 'shared/inner'},
		]);
		expect(JSON.stringify(files)).not.toContain(top);
		expect(await Promise.all(files.map(async ({id}) => contentOf(shared, id)))).toEqual(['ok', 'deep']);
	});

	test('outlives the client, with the same ids', async () => {
		const top = await folder();
		await (await sharedIn(top)).share(path.join(top, 'shared'));
		const before = await (await sharedIn(top)).list();
		expect(before).toHaveLength(2);
		expect(await (await sharedIn(top)).list()).toEqual(before);
	});

	test('of one client is the list of another client of the same user', async () => {
		const top = await folder();
		const [one, other] = [await sharedIn(top), await sharedIn(top)];
		await one.share(path.join(top, 'shared', 'ok.txt'));
		const [listed] = await other.list();
		expect(listed).toMatchObject({name: 'ok.txt'});
		await one.unshare('ok.txt');
		expect(await other.open(listed!.id)).toBeUndefined();
	});

	test('holds two files that were shared at the same time', async () => {
		const top = await folder();
		const shared = await sharedIn(top);
		await Promise.all([
			shared.share(path.join(top, 'shared', 'ok.txt')),
			shared.share(path.join(top, 'shared', 'inner')),
		]);
		expect((await shared.names()).sort()).toEqual(['inner', 'ok.txt']);
	});

	test('takes neither what is missing, no file, private, nor a second file of a name', async () => {
		const top = await folder();
		const shared = await sharedIn(top);
		await shared.share(path.join(top, 'shared', 'ok.txt'));
		await writeFile(path.join(top, 'shared-not', 'ok.txt'), 'other');
		execFileSync('mkfifo', [path.join(top, 'pipe')]);
		for (const [file, fault] of [
			['missing.txt', 'noSuchPath'],
			['pipe', 'notPlain'],
			['home', 'private'],
			['home/key.pem', 'private'],
			['shared-not/ok.txt', 'nameTaken'],
		] as const)
			expect(await shared.share(path.join(top, file))).toEqual({fault});
		expect(await shared.names()).toEqual(['ok.txt']);
		expect(await shared.unshare('other.txt')).toBe(false);
	});

	test('of a folder around the private folders leaves these out, but not the downloads', async () => {
		const top = await folder();
		const shared = await sharedIn(top);
		await writeFile(path.join(top, 'home', 'downloads', 'got.txt'), 'got');
		await shared.share(top);
		const names = (await shared.list()).map(({name}) => name);
		expect(names).not.toContain('key.pem');
		expect(names).toContain('ok.txt');
		expect(await shared.share(path.join(top, 'home', 'downloads'))).toEqual({name: 'downloads'});
		expect((await shared.list()).map(({name}) => name)).toContain('got.txt');
	});

	test('ends after 2,000 files and eight folders', async () => {
		const top = await folder();
		const root = path.join(top, 'shared');
		const deep = path.join(root, ...'12345678'.split(''));
		await mkdir(path.join(deep, '9'), {recursive: true});
		await writeFile(path.join(deep, 'eight.txt'), '');
		await writeFile(path.join(deep, '9', 'nine.txt'), '');
		const shared = await sharedIn(top);
		await shared.share(root);
		const names = (await shared.list()).map(({name}) => name);
		expect(names).toContain('eight.txt');
		expect(names).not.toContain('nine.txt');
		await Promise.all(Array.from({length: 2100}, async (_, at) => writeFile(path.join(root, `f${at}`), '')));
		expect(await shared.list()).toHaveLength(2000);
	});

	test('tells no paths in its file but to the user, and closes it to others', async () => {
		const top = await folder();
		const shared = await sharedIn(top);
		await shared.share(path.join(top, 'shared'));
		const file = path.join(top, 'home', 'shared.json');
		expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({format: 1});
		expect(execFileSync('stat', ['-c', '%a', file]).toString().trim()).toBe('600');
	});
});
