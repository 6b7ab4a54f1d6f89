/** A backup of a data folder in use: is it a folder of one moment, with all that was acknowledged before it, and does a server start from it? */
import {mkdir, readdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {participants} from '../../protocol/conversation-kind.ts';
import {directConversation} from '../../protocol/names.ts';
import {backUp} from '../../server/database/backup.ts';
import {examine} from '../../server/database/doctor.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';
import {alice, allOf, bob, carol, contentOf, happen, makeSample, openStore, sent} from './sample.ts';

async function sample() {
	const place = await temporaryFolder();
	const [folder, target] = [join(place, 'data'), join(place, 'backup')];
	await makeSample(folder);
	return {place, folder, target};
}

const noHold = () => () => undefined;
const places = [
	directConversation(alice, bob),
	directConversation(alice, carol),
	directConversation(bob, carol),
	directConversation(bob, bob),
];

/** Maximum messages of each who writes: on a busy machine the checks afterwards would take minutes. */
const MAX_WRITTEN = 1000;

test('a backup that is made while four people write, and checkpoints run, has all that was acknowledged before it', async () => {
	const {folder, target} = await sample();
	const store = await openStore(folder);
	const before = await allOf(store);
	const writing = new AbortController();
	onTestFinished(() => writing.abort());
	const isOver = () => writing.signal.aborted;
	const writers = places.map(async place => {
		for (let count = 0; !isOver() && count < MAX_WRITTEN; count++)
			await happen(store, sent(store, participants(place)[0]!, `meanwhile ${count}`, place));
	});
	const checkpoints = (async () => {
		while (!isOver()) {
			await store.checkpoint();
			await new Promise(setImmediate); // where nothing has changed, it takes no turn
		}
	})();
	for (const round of [1, 2, 3]) await backUp(folder, `${target}${round}`, () => store.holdJournal());
	writing.abort();
	await Promise.all([...writers, checkpoints]);
	const after = await allOf(store);
	await store.abandon();
	for (const round of [1, 2, 3]) {
		for await (const {what} of examine(`${target}${round}`)) expect(what).toBe('nothing is wrong');
		const found = await contentOf(`${target}${round}`);
		for (const place of places) {
			const [early = [], then, late] = [before, found, after].map(
				all => all[`messages of ${place}`] as unknown[],
			);
			expect(then!.slice(0, early.length)).toEqual(early);
			expect(late!.slice(0, then!.length)).toEqual(then);
		}
	}
});

test('a backup of a folder that no server uses is the same, without drafts and files of others', async () => {
	const {folder, target, place} = await sample();
	await writeFile(join(folder, 'notes.txt'), 'x');
	await writeFile(join(folder, '.users.json.new'), 'x');
	await mkdir(target);
	await backUp(folder, target, noHold);
	expect(await contentOf(target)).toEqual(await contentOf(folder));
	expect(await readdir(target)).not.toContain('notes.txt');
	expect((await readdir(place)).sort()).toEqual(['backup', 'data']);
});

test('a backup overwrites nothing', async () => {
	const {folder, target} = await sample();
	await mkdir(target);
	await writeFile(join(target, 'precious.txt'), 'x');
	await expect(backUp(folder, target, noHold)).rejects.toThrow(/is not empty \(precious\.txt\)/);
	expect(await readdir(target)).toEqual(['precious.txt']);
});

test('a backup that cannot be written says where, and leaves nothing', async () => {
	const {folder, place} = await sample();
	await writeFile(join(place, 'file'), 'x');
	await expect(backUp(folder, join(place, 'file', 'backup'), noHold)).rejects.toThrow(/The backup failed/);
	expect((await readdir(place)).sort()).toEqual(['data', 'file']);
});
