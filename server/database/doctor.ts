/** Examines a data folder that no server uses, and mends what can be mended, keeping a copy of each file that it changes. */
import {cp, mkdir} from 'node:fs/promises';
import {dirname, join, relative} from 'node:path';
import {realDisk} from '../../lib/disk.ts';
import {wrongInDatabase} from './check/database.ts';
import {wrongEntries} from './check/entries.ts';
import {wrongDerived} from './check/files.ts';
import type {Finding, Mend} from './check/finding.ts';

/** Rounds of a mend: what files say of each other is found only when each of them can be read. */
const MAX_ROUNDS = 5;

/** Yields what is wrong, and changes nothing. */
export async function* examine(folder: string): AsyncGenerator<Finding> {
	yield* wrongEntries(folder);
	yield* wrongDerived(realDisk, folder);
	yield* wrongInDatabase(realDisk, folder);
}

/**
 * Mends what can be mended.
 * @param copies folder for a copy of each file as it was; it is made if it is needed
 * @param say told of each mend
 */
export async function mend(folder: string, copies: string, say: (sentence: string) => void): Promise<void> {
	const done = new Set<string>();
	for (let round = 0; round < MAX_ROUNDS; round++) {
		const mends = new Map<string, Mend>();
		for await (const {mend} of examine(folder)) if (mend && !done.has(mend.how)) mends.set(mend.how, mend);
		if (mends.size === 0) return;
		for (const {how, file, run} of mends.values()) {
			await keepCopy(folder, copies, file);
			await run();
			done.add(how);
			say(how);
		}
	}
}

/** Copies a file, unless a copy was kept before. A folder, of which only the mode changes, needs none. */
async function keepCopy(folder: string, copies: string, file: string): Promise<void> {
	const copy = join(copies, relative(folder, file));
	await mkdir(dirname(copy), {recursive: true, mode: 0o700});
	await cp(file, copy, {recursive: false, force: false, preserveTimestamps: true}).catch((error: unknown) => {
		const {code} = error as NodeJS.ErrnoException; // node:fs throws these and nothing else
		if (code !== 'ERR_FS_EISDIR' && code !== 'ENOENT') throw error;
	});
}
