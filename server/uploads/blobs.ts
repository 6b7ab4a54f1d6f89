/** Stores the contents of files by their SHA-256: each once, whole or not at all, for its owner alone. */
import {randomBytes} from 'node:crypto';
import {open, readdir, rename, rm, stat, type FileHandle} from 'node:fs/promises';
import {join} from 'node:path';
import {realDisk} from '../../lib/disk.ts';

const MODE = 0o600;
/** The folder of these files, below the data folder. */
export const FILES_FOLDER = 'files';
const SHA256 = /^[0-9a-f]{64}$/;

/** A file that is being received. */
export type Draft = {readonly path: string; readonly handle: FileHandle};

export class Blobs {
	private readonly folder: string;
	/** Drafts of this run; others were left by one that was killed. */
	private readonly drafts = new Set<string>();
	/** Files are put in place and removed one after the other, so that none is removed while it is put in place again. */
	private queue: Promise<unknown> = Promise.resolve();

	/** @param data the data folder */
	constructor(data: string) {
		this.folder = join(data, FILES_FOLDER);
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

	/** Puts a whole file in place, durably; one with the same content is replaced. @throws the system's error */
	async keep(draft: Draft, sha256: string, onKept: () => Promise<void>): Promise<void> {
		await draft.handle.sync();
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

	/** Opens a file to read it; undefined if it is missing, or of another size. */
	async open(sha256: string, size: number): Promise<FileHandle | undefined> {
		if (!(await this.has(sha256, size))) return undefined;
		return open(this.path(sha256), 'r').catch(() => undefined); // removed since
	}

	async has(sha256: string, size: number): Promise<boolean> {
		const found = await stat(this.path(sha256)).catch(() => undefined);
		return found !== undefined && found.isFile() && found.size === size;
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
