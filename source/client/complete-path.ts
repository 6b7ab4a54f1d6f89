/** Reads from the disk how a path goes on that the user has begun to type. */
import {opendir, stat} from 'node:fs/promises';
import path from 'node:path';

/** Maximum names returned, entries of the folder read, and milliseconds spent. */
const MAX_NAMES = 200;
const MAX_ENTRIES = 20_000;
const MAX_MS = 1000;

/**
 * Returns the names in a folder that begin like the last part of the path, sorted; those of folders end with a slash. Hidden
 * ones are left out unless the part begins with a dot.
 * @param before absolute
 * @returns no names where the folder cannot be read
 */
export async function completePath(before: string): Promise<string[]> {
	const end = before.lastIndexOf('/') + 1;
	const [folder, begun] = [before.slice(0, end), before.slice(end)];
	const until = performance.now() + MAX_MS;
	const names: string[] = [];
	try {
		let read = 0;
		for await (const entry of await opendir(folder)) {
			const {name} = entry;
			const isWanted = name.startsWith(begun) && (begun !== '' || !name.startsWith('.'));
			if (isWanted) names.push((await isFolder(folder, entry)) ? `${name}/` : name);
			if (names.length >= MAX_NAMES || ++read >= MAX_ENTRIES || performance.now() > until) break;
		}
	} catch {
		return []; // no such folder, or one that the user may not read: nothing to complete
	}

	return names.sort();
}

type Entry = {readonly name: string; isDirectory(): boolean; isSymbolicLink(): boolean};

async function isFolder(folder: string, entry: Entry): Promise<boolean> {
	if (!entry.isSymbolicLink()) return entry.isDirectory();
	return stat(path.join(folder, entry.name)).then(
		found => found.isDirectory(),
		() => false, // a link to nothing
	);
}
