/** Puts a new data folder in its place: it is written beside it, and renamed when it is whole. */
import {readdir, rename, rmdir} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {CannotStart} from '../../lib/cannot-start.ts';
import {realDisk} from '../../lib/disk.ts';
import {removeFolder} from '../../lib/folder.ts';
import {takeFolder} from '../control/control.ts';

/** Names the folder in which a new data folder is made, beside the one that it is for. */
export function draftOf(folder: string): string {
	return join(dirname(folder), `.${basename(folder)}.new`);
}

/**
 * Makes a data folder where an empty one or none stands: whole, or not at all.
 * @param folder absolute path @param write makes a folder at the path that it is given
 * @throws CannotStart where anything stands there
 */
export async function makeDataFolder<T>(folder: string, write: (draft: string) => Promise<T>): Promise<T> {
	const control = await takeFolder(folder);
	const draft = draftOf(folder);
	try {
		const stands = (await readdir(folder)).find(name => !name.startsWith('control.sock'));
		if (stands !== undefined)
			throw new CannotStart(
				`${folder} is not empty (${stands}), and nothing is overwritten; name another folder with --data, or move that one away.`,
			);
		const written = await write(draft);
		await control.release(); // which removes its socket, so that the folder is empty
		await putInPlace(draft, folder);
		return written;
	} catch (error) {
		await removeFolder(draft).catch(() => undefined); // why it failed matters more
		throw error;
	} finally {
		await control.release();
	}
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
