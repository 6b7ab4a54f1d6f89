/** Disk operations behind an interface, so that a test can let each of them fail, or cut the power between them. */
import {
	accessSync,
	closeSync,
	constants,
	fstatSync,
	open as openFile,
	read,
	readFileSync,
	statfsSync,
	statSync,
} from 'node:fs';
import {open, readdir, rename, rm, writeFile} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {promisify} from 'node:util';
import {makeFolder} from './folder.ts';
import {writeAll} from './write-all.ts';

/** A file that is appended to. */
export interface Tail {
	write(bytes: Uint8Array): Promise<void>;
	/** Resolves when what was written survives a loss of power. */
	sync(): Promise<void>;
	close(): Promise<void>;
}

/** Bytes, at once or in groups of pieces, of which each is written at once. */
export type Content = Uint8Array | AsyncIterable<readonly Uint8Array[]>;

/** Every operation rejects with node's own errors. Folders are made with mode 0700, files with 0600. */
export interface Disk {
	/** Resolves with undefined if there is no such file. @param mayBlock nothing else waits for this thread, as before a server listens */
	read(path: string, mayBlock?: 'mayBlock'): Promise<Uint8Array | undefined>;
	/** Lists the names in a folder; none if there is no such folder. */
	list(folder: string): Promise<string[]>;
	/** Makes a folder and those above it, durably. */
	makeFolder(folder: string): Promise<void>;
	/** Opens a file to append to it, after truncating it to `size` bytes; makes it, durably, if there is none. */
	append(path: string, size?: number): Promise<Tail>;
	/** Writes a new file whole and durably; to be followed by {@link move}. */
	write(path: string, content: Content): Promise<void>;
	/** Renames a file over another in the same folder: after a loss of power one of them is there. */
	move(from: string, to: string): Promise<void>;
	/** Resolves when all renames in the folder survive a loss of power. */
	sync(folder: string): Promise<void>;
	/** Removes a file, if it is there, durably. */
	remove(path: string): Promise<void>;
	/** Returns the bytes that may still be written; 0 where nothing may. Synchronous: it is asked right before a decision. */
	room(folder: string): number;
	/** Returns what tells this file or folder from another at its path later; undefined if there is none. */
	identity(folder: string): string | undefined;
}

const FILE = 0o600;
/** Milliseconds in which a small file is read that is in memory, and those that may be lost until a slow disk is asked for several files at a time. */
const QUICK = 0.1;
let patience = 20;

/** Reads a file in this thread: asking another one takes five times as long, unless the disk has to be waited for. */
function readHere(path: string): Uint8Array {
	const begun = performance.now();
	try {
		return readFileSync(path);
	} finally {
		const time = performance.now() - begun;
		if (time > QUICK) patience -= time;
	}
}

/** Bytes of a file that is read before its size is known, and bytes that are read at once. */
const SMALL = 64 * 1024;
const LARGE = 8 * 1024 * 1024;
/** Memory to read small files into, as much as was ever needed at once. */
const spare: Buffer[] = [];
const opened = promisify(openFile);
const readInto = promisify(read);

/** Reads a file by as few trips to the disk's threads as may be: `readFile` makes one for each half megabyte. */
async function readLarge(file: number, size: number): Promise<Uint8Array> {
	const bytes = Buffer.allocUnsafeSlow(size);
	let at = 0;
	while (at < size) {
		const {bytesRead} = await readInto(file, bytes, at, Math.min(LARGE, size - at), at);
		if (bytesRead === 0) break; // it was cut meanwhile
		at += bytesRead;
	}

	return bytes.subarray(0, at);
}

/** Reads a file. A start and a search read thousands of small ones, for which `readFile` takes two to three times as long. */
async function readWhole(path: string): Promise<Uint8Array> {
	const file = await opened(path, 'r');
	const memory = spare.pop() ?? Buffer.allocUnsafeSlow(SMALL);
	try {
		const {bytesRead} = await readInto(file, memory, 0, SMALL, 0);
		const {size} = fstatSync(file);
		const isWhole = bytesRead < SMALL && bytesRead === size;
		return isWhole ? Buffer.from(memory.subarray(0, bytesRead)) : await readLarge(file, size);
	} finally {
		spare.push(memory);
		closeSync(file);
	}
}

const {O_APPEND, O_CREAT, O_WRONLY, O_DSYNC, W_OK} = constants;
/** On Linux an append is durable when it returns: one trip to the disk's threads for each batch instead of two. */
const WRITES_THROUGH = process.platform === 'linux';
const TAIL = WRITES_THROUGH ? O_APPEND | O_CREAT | O_WRONLY | O_DSYNC : 'a';

async function syncFolder(folder: string): Promise<void> {
	if (process.platform === 'win32') return; // Windows has no such thing, and does not need it
	const handle = await open(folder, 'r');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}

/** Errors of a path at which there is no file; below a file there is none. */
const MISSING: ReadonlySet<string | undefined> = new Set(['ENOENT', 'ENOTDIR']);

function isMissing(error: unknown): boolean {
	return MISSING.has((error as NodeJS.ErrnoException).code); // node:fs throws these and nothing else
}

export const realDisk: Disk = {
	async read(path, mayBlock) {
		try {
			return mayBlock && patience > 0 ? readHere(path) : await readWhole(path);
		} catch (error) {
			if (isMissing(error)) return undefined;
			throw error;
		}
	},
	async list(folder) {
		try {
			return await readdir(folder);
		} catch (error) {
			if (isMissing(error)) return [];
			throw error;
		}
	},
	async makeFolder(folder) {
		for (const made of (await makeFolder(folder)).reverse()) await syncFolder(dirname(made));
	},
	async append(path, size) {
		const handle = await open(path, TAIL, FILE);
		try {
			if (size !== undefined) await handle.truncate(size);
			await handle.sync();
			await syncFolder(dirname(path));
		} catch (error) {
			await handle.close();
			throw error;
		}

		return {
			async write(bytes) {
				await writeAll(handle, [bytes]);
			},
			async sync() {
				if (!WRITES_THROUGH) await handle.datasync();
			},
			close: async () => handle.close(),
		};
	},
	async write(path, content) {
		const handle = await open(path, 'w', FILE);
		try {
			if (content instanceof Uint8Array) await writeFile(handle, content);
			else for await (const pieces of content) await writeAll(handle, pieces);
			await handle.sync();
		} finally {
			await handle.close();
		}
	},
	move: async (from, to) => rename(from, to), // node:fs/promises is not loaded before it is used
	sync: syncFolder,
	async remove(path) {
		await rm(path, {force: true});
		await syncFolder(dirname(path));
	},
	room(folder) {
		try {
			accessSync(folder, W_OK);
			const {bavail, bsize} = statfsSync(folder);
			return bavail * bsize;
		} catch {
			return 0; // read-only, out of order, or gone: whatever it is, nothing can be stored there
		}
	},
	identity(folder) {
		const found = statSync(folder, {bigint: true, throwIfNoEntry: false});
		return found && `${found.dev} ${found.ino}`;
	},
};

/**
 * Replaces a file atomically: a reader finds the old content or the new, never a part. Durable once its folder is synced.
 * @param draft where the content is written first, in the same folder; removed when the write fails
 */
export async function replaceFile(
	disk: Disk,
	path: string,
	content: Content,
	draft = join(dirname(path), `.${basename(path)}.new`),
): Promise<void> {
	try {
		await disk.write(draft, content);
		await disk.move(draft, path);
	} catch (error) {
		await disk.remove(draft).catch(() => undefined); // why it was not written matters more
		throw error;
	}
}
