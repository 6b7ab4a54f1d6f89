/** Makes folders, in no more steps than the path has names; Node's own function loops where a file system makes none. */
import {mkdir, stat} from 'node:fs/promises';
import path from 'node:path';

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

async function isFolder(folder: string): Promise<boolean> {
	return stat(folder).then(
		found => found.isDirectory(),
		() => false, // why it cannot be made says more
	);
}
