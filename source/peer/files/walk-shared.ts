/** Lists the plain files of a shared folder, within bounds in number, depth and time. */
import {lstat, opendir, realpath} from 'node:fs/promises';
import path from 'node:path';
import {MAX_FILE_BYTES} from './messages.ts';
import {isPlainFile} from './open-shared.ts';

/** Maximum files of one listing. */
export const MAX_LISTED_FILES = 2000;
/** Maximum folders below a shared one, counted from it. */
const MAX_DEPTH = 8;
/** Maximum names that one listing looks at, files or not. */
const MAX_VISITED = 20_000;

/** A file as it stands below a shared folder. `relative`: its path from there. */
type WalkedFile = {readonly relative: string; readonly size: number};

/** What is left for a listing. */
type WalkBounds = {files: number; visited: number};

export function walkBounds(): WalkBounds {
	return {files: MAX_LISTED_FILES, visited: MAX_VISITED};
}

/**
 * Lists the files below a folder. Links, hidden files and folders, and what `isPrivate` names are left out, and so is what is beyond
 * the bounds.
 * @param root real path of the folder; it holds nothing once a link stands in its place
 * @param left counted down
 */
export async function* walkShared(
	root: string,
	isPrivate: (file: string) => boolean,
	left: WalkBounds,
): AsyncGenerator<WalkedFile> {
	if ((await realpath(root).catch(() => undefined)) !== root) return; // removed, or moved behind a link
	const waiting = [{folder: '', depth: 0}];
	for (let next = waiting.shift(); next && left.files > 0; next = waiting.shift()) {
		for await (const {name, isFolder} of entriesOf(path.join(root, next.folder), left)) {
			const relative = path.join(next.folder, name);
			const file = path.join(root, relative);
			if (name.startsWith('.') || isPrivate(file)) continue;
			if (isFolder) {
				if (next.depth < MAX_DEPTH) waiting.push({folder: relative, depth: next.depth + 1});
				continue;
			}

			const size = await plainSize(file);
			if (size === undefined) continue;
			yield {relative, size};
			if (--left.files <= 0) return;
		}
	}
}

/** Reads a folder name by name: it may hold a million of them. A folder that cannot be read holds none. */
async function* entriesOf(
	folder: string,
	left: WalkBounds,
): AsyncGenerator<{name: string; isFolder: boolean}> {
	try {
		for await (const entry of await opendir(folder)) {
			if (left.visited-- <= 0) return;
			if (entry.isDirectory() || entry.isFile()) yield {name: entry.name, isFolder: entry.isDirectory()};
		}
	} catch (error) {
		if (error instanceof Error && 'code' in error) return; // gone meanwhile, or not for this user to read
		throw error;
	}
}

/** @returns the size of a file in bytes; undefined if it is not a plain file */
export async function plainSize(file: string): Promise<number | undefined> {
	try {
		const found = await lstat(file, {bigint: true});
		return isPlainFile(found) ? Number(found.size) : undefined;
	} catch (error) {
		if (error instanceof Error && 'code' in error) return undefined; // gone meanwhile
		throw error;
	}
}

/** Why a file cannot be sent. */
export type FileFault = 'noSuchPath' | 'folder' | 'notPlain' | 'tooLarge';

/**
 * Finds a file that may be sent.
 * @param given absolute path
 * @returns its real path and its size in bytes, or why it cannot be sent
 */
export async function findPlainFile(
	given: string,
): Promise<{file: string; size: number} | {fault: FileFault}> {
	const file = await realpath(given).catch(() => undefined); // whatever the reason, there is nothing to send
	if (file === undefined) return {fault: 'noSuchPath'};
	const found = await lstat(file, {bigint: true}).catch(() => undefined); // gone meanwhile
	if (found === undefined) return {fault: 'noSuchPath'};
	if (!isPlainFile(found)) return {fault: found.isDirectory() ? 'folder' : 'notPlain'};
	const size = Number(found.size);
	return size > MAX_FILE_BYTES ? {fault: 'tooLarge'} : {file, size};
}
