/** Makes and removes folders in small steps; Node's own functions loop where a file system makes none, or hold up a program that removes many. */
import {mkdir, readdir, rm, rmdir, stat} from 'node:fs/promises';
import path from 'node:path';
import {isSliceOver, nextSlice} from '../protocol/time-slice.ts';

/** For their owner alone. */
const MODE = 0o700;

/**
 * Makes the folder, and those above it that are missing.
 * @returns the folders that were made, the outermost first
 * @throws the system's error: EEXIST if a file stands in its place, ENOTDIR if one stands above
 */
export async function makeFolder(folder: string): Promise<string[]> {
	try {
		await mkdir(folder, {mode: MODE});
		return [folder];
	} catch (error) {
		if (await isFolder(folder)) return [];
		const above = path.dirname(folder);
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || above === folder) throw error;
		return [...(await makeFolder(above)), ...(await makeLast(folder))];
	}
}

/** Makes a folder whose parent exists; another process may have made it meanwhile. */
async function makeLast(folder: string): Promise<string[]> {
	try {
		await mkdir(folder, {mode: MODE});
		return [folder];
	} catch (error) {
		if (await isFolder(folder)) return [];
		throw error;
	}
}

/** Removes the folder, if it is there, with all that stands in it, one entry after another. Links are not followed. */
export async function removeFolder(folder: string): Promise<void> {
	const entries = await readdir(folder, {withFileTypes: true}).catch((error: unknown) => {
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
	});
	if (!entries) return;
	for (const entry of entries) {
		if (isSliceOver()) await nextSlice();
		const name = path.join(folder, entry.name);
		if (entry.isDirectory()) await removeFolder(name);
		else await rm(name, {force: true});
	}

	await rmdir(folder);
}

async function isFolder(folder: string): Promise<boolean> {
	return stat(folder).then(
		found => found.isDirectory(),
		() => false, // why it cannot be made says more
	);
}
