/** Puts a new data folder in its place: it is written beside it, and renamed when it is whole. */
import {rename, rmdir} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {CannotStart} from '../../lib/cannot-start.ts';
import {realDisk} from '../../lib/disk.ts';

/** Names the folder in which a new data folder is made, beside the one that it is for. */
export function draftOf(folder: string): string {
	return join(dirname(folder), `.${basename(folder)}.new`);
}

/** Gives a folder its place, in which an empty one may stand. @throws CannotStart if anything else stands there */
export async function putInPlace(draft: string, folder: string): Promise<void> {
	try {
		if (process.platform === 'win32') await rmdir(folder); // which does not rename over a folder
		await rename(draft, folder);
		await realDisk.sync(dirname(folder));
	} catch (error) {
		const {code = 'unknown'} = error as NodeJS.ErrnoException; // node:fs throws these and nothing else
		throw new CannotStart(
			`The new folder cannot be put at ${folder} (${code}); name a folder that is not there yet.`,
			{cause: error},
		);
	}
}
