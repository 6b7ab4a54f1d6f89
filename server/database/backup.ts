/** Copies a data folder while its server runs: each file as it is, then the journal, which tells what happened meanwhile. */
import {open, readdir} from 'node:fs/promises';
import {basename, dirname, join, sep} from 'node:path';
import {CannotStart} from '../../lib/cannot-start.ts';
import {realDisk} from '../../lib/disk.ts';
import {removeFolder} from '../../lib/folder.ts';
import {isSliceOver, nextSlice} from '../../protocol/time-slice.ts';
import {FILES_FOLDER} from '../uploads/blobs.ts';
import {isDraft, isKnown} from './check/entries.ts';
import {draftOf, putInPlace} from './draft.ts';

const LINE_FEED = 10;

/**
 * Copies the folder. Files are replaced as a whole and the journal only grows, so a copy of any moments is one from which a start
 * goes on, if the journal is copied last, and has forgotten nothing since the first file was copied.
 * @param hold keeps the journal from forgetting until the returned function is called
 * @returns how many files were copied
 * @throws CannotStart if the target is not empty, or cannot be written; it is as it was then
 */
export async function backUp(folder: string, target: string, hold: () => () => void): Promise<number> {
	await mustBeEmpty(target);
	const draft = draftOf(target);
	const release = hold();
	try {
		await removeFolder(draft);
		await realDisk.makeFolder(draft);
		const count = await copyAll(folder, draft);
		await realDisk.makeFolder(target);
		await putInPlace(draft, target);
		return count;
	} catch (error) {
		await removeFolder(draft).catch(() => undefined); // why it failed matters more
		const {code, path = target} = error as NodeJS.ErrnoException; // only the disk's own errors have a code
		if (typeof code !== 'string') throw error;
		throw new CannotStart(`The backup failed at ${path} (${code}); name a folder on a disk with room.`, {
			cause: error,
		});
	} finally {
		release();
	}
}

async function mustBeEmpty(target: string): Promise<void> {
	const [first] = await realDisk.list(target);
	if (first !== undefined)
		throw new CannotStart(
			`${target} is not empty (${first}), and nothing is overwritten; name a new folder.`,
		);
}

/** The order in which files are copied. Each kind is listed when those before are copied, so none is missing that these count. */
const KINDS: ReadonlyArray<(name: string) => boolean> = [
	name => !isMessages(name) && !isJournal(name),
	isMessages,
	isJournal,
];

function isMessages(name: string): boolean {
	return /^logs.*[/\\]\d+\.json$/.test(name);
}

function isJournal(name: string): boolean {
	return name.startsWith(`journal${sep}`);
}

async function copyAll(folder: string, draft: string): Promise<number> {
	const folders = new Set<string>();
	let count = 0;
	for (const isNext of KINDS) {
		for (const name of await filesIn(folder, isNext)) {
			const to = join(draft, name);
			await copy(join(folder, name), to, isJournal(name) ? wholeLines : undefined);
			folders.add(dirname(to));
			count++;
		}
	}

	for (const each of folders) await realDisk.sync(each);
	return count;
}

/** Lists the files of one kind in a data folder, but drafts and those of others. */
async function filesIn(folder: string, isNext: (name: string) => boolean): Promise<string[]> {
	const found: string[] = [];
	for (const entry of await readdir(folder, {recursive: true, withFileTypes: true})) {
		if (isSliceOver()) await nextSlice();
		const name = join(entry.parentPath, entry.name).slice(folder.length + 1);
		if (entry.isFile() && isNext(name) && isKnown(name.split(sep)) && !isDraft(name)) found.push(name);
	}

	return found;
}

async function copy(from: string, to: string, change = (bytes: Uint8Array) => bytes): Promise<void> {
	if (isBlob(from)) {
		await realDisk.makeFolder(dirname(to));
		await copyWhole(from, to);
		return;
	}

	const bytes = await realDisk.read(from);
	if (!bytes) return; // removed since: a newer file, or the journal, has what it held
	await realDisk.makeFolder(dirname(to));
	await realDisk.write(to, change(bytes));
}

function isBlob(path: string): boolean {
	return basename(dirname(path)) === FILES_FOLDER;
}

/** Copies a file of any size as a stream; one that was removed since is not needed any more. */
async function copyWhole(from: string, to: string): Promise<void> {
	const handle = await open(from, 'r').catch(() => undefined);
	if (!handle) return;
	try {
		await realDisk.write(to, handle.createReadStream({autoClose: false}));
	} finally {
		await handle.close();
	}
}

/** Leaves out a line that is being written. */
function wholeLines(bytes: Uint8Array): Uint8Array {
	return bytes.subarray(0, bytes.lastIndexOf(LINE_FEED) + 1);
}
