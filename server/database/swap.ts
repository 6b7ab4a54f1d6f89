/** Puts another data folder in the place of one, which is kept aside; a kill in between is made good at the next start. */
import {copyFile, rename} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {CannotStart} from '../../lib/cannot-start.ts';
import {realDisk} from '../../lib/disk.ts';
import {removeFolder} from '../../lib/folder.ts';
import {takeFolder} from '../control/control.ts';
import {CERT_FILE, KEY_FILE} from '../tls/certificate.ts';

/** Names the folder, beside its place, that is whole and about to be put there. */
function readyOf(folder: string): string {
	return join(dirname(folder), `.${basename(folder)}.loaded`);
}

/** Names a folder beside this one for what stood there before. @param now milliseconds since 1970 */
export function asideOf(folder: string, now: number): string {
	return `${folder}.before-load-${new Date(now).toISOString().replaceAll(':', '-')}`;
}

/**
 * Replaces a data folder that no server uses. Its key goes on in the new one, unless that has its own.
 * @param draft the new folder, beside the old one
 * @throws CannotStart if a server uses it, or it cannot be moved; it is in its place then
 */
export async function swapFolder(folder: string, draft: string, aside: string): Promise<void> {
	const ready = readyOf(folder);
	await (await takeFolder(folder)).release();
	try {
		if (realDisk.identity(join(draft, KEY_FILE)) === undefined) await copyKey(folder, draft);
		await removeFolder(ready);
		await rename(draft, ready);
		await rename(folder, aside);
		await rename(ready, folder);
		await realDisk.sync(dirname(folder));
	} catch (error) {
		await finishSwap(folder);
		if (realDisk.identity(folder) === undefined) await rename(aside, folder);
		const {code = 'unknown'} = error as NodeJS.ErrnoException; // node:fs throws these and nothing else
		throw new CannotStart(`${folder} cannot be replaced (${code}); it stays as it was.`, {cause: error});
	}
}

/** Finishes a swap that was interrupted: nothing is at the folder's place, and another one is ready. */
export async function finishSwap(folder: string): Promise<void> {
	const ready = readyOf(folder);
	if (realDisk.identity(ready) === undefined) return;
	if (realDisk.identity(folder) === undefined) await rename(ready, folder);
	else await removeFolder(ready); // the old folder had not been moved yet
	await realDisk.sync(dirname(folder));
}

async function copyKey(folder: string, draft: string): Promise<void> {
	for (const name of [KEY_FILE, CERT_FILE]) {
		if (realDisk.identity(join(folder, name)) === undefined) continue; // a server in plaintext has none
		await copyFile(join(folder, name), join(draft, name));
	}
}
