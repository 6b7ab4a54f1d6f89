/** The store on a real disk: private files, lowdb that is not turned to memory, no text that harms a terminal. */
import {readFile, readdir, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {Store} from '../../server/store/store.ts';
import {HOSTILE} from '../harness/hostile.ts';
import {manualClock} from '../harness/manual-clock.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';
import {alice, aliceAndBob, bob, happen, sent, texts} from './world.ts';

async function filled(): Promise<string> {
	const folder = join(await temporaryFolder(), 'data');
	const store = await Store.open({folder, clock: manualClock()});
	await happen(
		store,
		{type: 'accountCreated', user: alice, password: 'h', at: 1},
		{type: 'accountCreated', user: bob, password: 'h', at: 1},
	);
	for (const [, text] of HOSTILE) await happen(store, sent(store, alice, aliceAndBob, text.toWellFormed()));
	await store.checkpoint();
	await happen(store, sent(store, alice, aliceAndBob, '\u202e\x9b2J and one more'));
	await store.close();
	return folder;
}

async function everything(folder: string): Promise<string[]> {
	const found = await readdir(folder, {recursive: true, withFileTypes: true});
	return found.map(entry => join(entry.parentPath, entry.name));
}

test('all files are for their owner alone, whatever the umask', async () => {
	const before = process.umask(0);
	try {
		for (const path of await everything(await filled())) {
			const {mode} = await stat(path);
			expect([path, (mode & 0o77).toString(8)]).toEqual([path, '0']);
		}
	} finally {
		process.umask(before);
	}
});

test('texts come back as they were sent, though no file holds a character that commands a terminal', async () => {
	const folder = await filled();
	for (const path of await everything(folder)) {
		if ((await stat(path)).isFile()) {
			expect(await readFile(path, 'utf8')).not.toMatch(
				/[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]/,
			);
		}
	}

	const store = await Store.open({folder, clock: manualClock()});
	expect(await texts(store)).toEqual([
		...HOSTILE.map(([, text]) => text.toWellFormed()),
		'\u202e\x9b2J and one more',
	]);
	await store.close();
});

test('a folder that cannot be made is named in one sentence', async () => {
	const folder = join(await temporaryFolder(), 'file');
	const {writeFile} = await import('node:fs/promises');
	await writeFile(folder, '');
	await expect(Store.open({folder, clock: manualClock()})).rejects.toThrow(/file.* cannot be used/);
});
