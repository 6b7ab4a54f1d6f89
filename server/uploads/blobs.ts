/** Stores the contents of files by their SHA-256: each once, whole or not at all, for its owner alone. */
import {randomBytes} from 'node:crypto';
import {open, readdir, rename, rm, stat, type FileHandle} from 'node:fs/promises';
import {join} from 'node:path';
import {Readable} from 'node:stream';
import {realDisk} from '../../lib/disk.ts';
import type {SharedContents} from '../journal/journal.ts';

const MODE = 0o600;
/** Bytes that are read from a file at once. */
const READ_AT_ONCE = 256 * 1024;
/** The folder of these files, below the data folder. */
export const FILES_FOLDER = 'files';
const SHA256 = /^[0-9a-f]{64}$/;

/** A file that is being received. */
export type Draft = {readonly path: string; readonly handle: FileHandle};

export class Blobs {
	private readonly folder: string;
	private readonly shared: SharedContents | undefined;
	/** Drafts of this run; others were left by one that was killed. */
	private readonly drafts = new Set<string>();
	/** Files are put in place and removed one after the other, so that none is removed while it is put in place again. */
	private queue: Promise<unknown> = Promise.resolve();

	/** @param data the data folder @param shared what other servers on the same record have, too */
	constructor(data: string, shared?: SharedContents) {
		this.folder = join(data, FILES_FOLDER);
		this.shared = shared;
	}

	/** Begins a file. @throws the system's error */
	async begin(): Promise<Draft> {
		await realDisk.makeFolder(this.folder);
		const name = `.${randomBytes(9).toString('hex')}.new`;
		const path = join(this.folder, name);
		this.drafts.add(name);
		try {
			return {path, handle: await open(path, 'wx', MODE)};
		} catch (error) {
			this.drafts.delete(name);
			throw error;
		}
	}

	/** Puts a whole file in place, durably; one with the same content is replaced. @throws the system's error, or that of the record */
	async keep(draft: Draft, sha256: string, onKept: () => Promise<void>): Promise<void> {
		await draft.handle.sync();
		await this.share(sha256, draft.path);
		await draft.handle.close();
		await this.inTurn(async () => {
			await rename(draft.path, this.path(sha256));
			await realDisk.sync(this.folder);
			this.forgetDraft(draft);
			await onKept();
		});
	}

	/** Removes what was received. */
	async discard(draft: Draft): Promise<void> {
		await draft.handle.close().catch(() => undefined); // closed already, if it failed late
		await rm(draft.path, {force: true});
		this.forgetDraft(draft);
	}

	/** Reads a file from the byte `start` on; undefined if it is missing, or of another size. Who takes it reads or destroys it. */
	async read(sha256: string, size: number, start: number): Promise<Readable | undefined> {
		const handle = (await this.isHere(sha256, size))
			? await open(this.path(sha256), 'r').catch(() => undefined) // removed since
			: undefined;
		if (handle) return handle.createReadStream({start, highWaterMark: READ_AT_ONCE});
		return this.shared && Readable.from(this.shared.read(sha256, size, start), {objectMode: false});
	}

	/** @returns undefined while that cannot be told */
	async has(sha256: string, size: number): Promise<boolean | undefined> {
		return (await this.isHere(sha256, size)) || (this.shared?.has(sha256, size) ?? false);
	}

	/** Gives other servers a file, too. @param path where it stands before it is in place @throws the system's error, or that of the record */
	async share(sha256: string, path = this.path(sha256)): Promise<void> {
		if (!this.shared) return;
		const handle = await open(path, 'r');
		try {
			const {size} = await handle.stat();
			await this.shared.keep(sha256, size, async (start, length) => {
				const {bytesRead, buffer} = await handle.read(Buffer.alloc(length), 0, length, start);
				return buffer.subarray(0, bytesRead);
			});
		} finally {
			await handle.close();
		}
	}

	/** Removes files that are not wanted, asked of each right before, and drafts of a run that was killed. @returns how many */
	async collect(isWanted: (sha256: string) => boolean): Promise<number> {
		return this.inTurn(async () => {
			const names = await readdir(this.folder).catch(() => []); // there is none before the first file
			let removed = 0;
			for (const name of names) {
				const isBlob = SHA256.test(name);
				const isLeft = name.startsWith('.') && name.endsWith('.new') && !this.drafts.has(name);
				if (isBlob ? isWanted(name) : !isLeft) continue;
				await rm(join(this.folder, name), {force: true});
				removed++;
			}

			return removed;
		});
	}

	private async isHere(sha256: string, size: number): Promise<boolean> {
		const found = await stat(this.path(sha256)).catch(() => undefined);
		return found !== undefined && found.isFile() && found.size === size;
	}

	private path(sha256: string): string {
		return join(this.folder, sha256);
	}

	private forgetDraft({path}: Draft): void {
		this.drafts.delete(path.slice(this.folder.length + 1));
	}

	private async inTurn<T>(work: () => Promise<T>): Promise<T> {
		const done = this.queue.then(work);
		this.queue = done.catch(() => undefined); // its caller hears of it
		return done;
	}
}
