/** Opens a shared file for reading, and nothing else: no link, pipe, folder or file outside the shared folder. */
import {constants, type BigIntStats} from 'node:fs';
import {lstat, open, realpath, type FileHandle} from 'node:fs/promises';
import path from 'node:path';

const {O_RDONLY, O_NOFOLLOW, O_NONBLOCK} = constants;
/** Opens no link, and does not wait for the writer of a pipe. Windows has neither flag. */
export const PLAIN = process.platform === 'win32' ? 0 : O_NOFOLLOW | O_NONBLOCK;

/** Whether a file of this kind may be read by others. A hard link may lead to a file that nobody meant to share. */
export function isPlainFile(found: BigIntStats): boolean {
	return found.isFile() && found.nlink === 1n;
}

/** Whether a path stands inside a folder. Both are absolute. */
export function isInside(folder: string, file: string): boolean {
	return file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}

/**
 * Opens a file below a shared folder.
 * @param root real path of the folder
 * @param relative path of the file below it
 * @returns undefined if it is missing, not a plain file, or not inside the folder
 */
export async function openShared(root: string, relative: string): Promise<FileHandle | undefined> {
	if (relative.includes('\0') || path.isAbsolute(relative)) return undefined;
	const file = path.resolve(root, relative);
	if (!isInside(root, file)) return undefined;
	try {
		// Before it is opened, since that may act on a device; and after, since the path may have changed between.
		if ((await realpath(root)) !== root || (await realpath(file)) !== file) return undefined;
		return await openPlain(file);
	} catch (error) {
		if (error instanceof Error && 'code' in error) return undefined; // missing, or not for this user to read
		throw error;
	}
}

/** Opens the file without waiting for the writer of a pipe, and checks that what is open still stands at the path. */
async function openPlain(file: string): Promise<FileHandle | undefined> {
	const handle = await open(file, O_RDONLY | PLAIN);
	try {
		const [opened, standing] = [await handle.stat({bigint: true}), await lstat(file, {bigint: true})];
		const isSame = opened.dev === standing.dev && opened.ino === standing.ino;
		if (isSame && isPlainFile(opened) && (await realpath(file)) === file) return handle;
	} catch (error) {
		await handle.close();
		throw error;
	}

	await handle.close();
	return undefined;
}
