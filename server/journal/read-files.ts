/** Reads the files of the embedded journal, and changes nothing. */
import {join} from 'node:path';
import type {Disk} from '../../lib/disk.ts';
import {JournalFailed, type Entry, type Position} from './journal.ts';
import {entriesOf, scan} from './segment.ts';

export type SegmentFile = {
	first: Position;
	path: string;
	bytes: number;
	/** Tells the file from another at its path later. */
	identity: string | undefined;
	isLost?: boolean;
};

/** Names of the journal's files; other names in the folder are ignored. */
const NAME = /^([1-9]\d{0,14})\.jsonl$/;

/**
 * Reads the files, one after the other. `first` and `last`: positions of their entries; `cut`: bytes of an interrupted write at their end.
 * @param onEntry is given each entry, also those before damage
 * @throws JournalFailed when anything but the end of the newest is damaged
 */
export async function inspect(disk: Disk, folder: string, onEntry: (entry: Entry) => void = () => undefined) {
	const files: SegmentFile[] = [];
	let begins: Position | undefined;
	let next = 1;
	let cut = 0;
	for await (const {first, path, bytes, isNewest} of filesIn(disk, folder)) {
		if (begins === undefined) next = begins = first;
		if (first !== next)
			throw new JournalFailed(
				`${join(folder, `${next}.jsonl`)} is not there, or not all of what stood before ${path}; restore the missing file from a backup.`,
			);
		const good = scan(path, bytes, next, isNewest, onEntry);
		cut = bytes.length - good.bytes;
		next = good.next;
		files.push({first, path, bytes: good.bytes, identity: disk.identity(path)});
	}

	return {files, first: begins ?? 1, last: next - 1, cut};
}

/** Reads the entries in files, as far as they are intact, with a position greater than `after`. */
export async function* readEntries(
	disk: Disk,
	files: readonly SegmentFile[],
	after: Position,
): AsyncGenerator<Entry> {
	for (const [at, {path, first, bytes}] of [...files].entries()) {
		const following = files[at + 1];
		if (following && following.first <= after + 1) continue;
		const found = (await disk.read(path))?.subarray(0, bytes) ?? new Uint8Array();
		for (const {entry} of entriesOf(path, found, first)) if (entry.position > after) yield entry;
	}
}

type Read = {first: Position; path: string; bytes: Uint8Array};

/** Yields the files, oldest first; the next one is read before. */
async function* filesIn(disk: Disk, folder: string): AsyncGenerator<Read & {isNewest: boolean}> {
	let before: Read | undefined;
	for (const first of await firstsIn(disk, folder)) {
		const path = join(folder, `${first}.jsonl`);
		const bytes = await disk.read(path).catch(unlessFolder);
		if (!bytes) continue;
		if (before) yield {...before, isNewest: false};
		before = {first, path, bytes};
	}

	if (before) yield {...before, isNewest: true};
}

/** Lists the first positions of the files, oldest first. */
async function firstsIn(disk: Disk, folder: string): Promise<Position[]> {
	const names = await disk.list(folder);
	const firsts = names.flatMap(name => NAME.exec(name)?.[1] ?? []);
	return firsts.map(Number).sort((a, b) => a - b);
}

/** Ignores a folder with the name of a file. */
function unlessFolder(error: unknown): undefined {
	if ((error as NodeJS.ErrnoException).code !== 'EISDIR') throw error; // only the disk's own errors have a code
}
