/** Holds what has arrived of a file, hidden and for its owner alone, until the file is whole. */
import {createHash, type Hash} from 'node:crypto';
import {constants} from 'node:fs';
import {open, rename, rm, type FileHandle} from 'node:fs/promises';
import path from 'node:path';
import type {SafeText} from '../../../protocol/text.ts';
import {codeOf} from '../../../lib/client-file-error.ts';
import {realDisk} from '../../../lib/disk.ts';
import {makeFolder} from '../../../lib/folder.ts';
import {PLAIN} from './open-shared.ts';
import {digestOf, hashPrefix} from './prefix-hash.ts';
import {splitName} from './safe-name.ts';
import {writeAll} from '../../../lib/write-all.ts';

/** For their owner alone, and never a program. */
const MODE = 0o600;
const {O_CREAT, O_RDWR} = constants;
/** Maximum numbers that are tried to find a free name. */
const MAX_NUMBER = 10_000;

/** What tells a file from others of its name: the key of the user who sends it, and its id there. */
type Source = {readonly fingerprint: string; readonly id: string};

export class PartFile {
	readonly folder: string;
	private readonly name: SafeText;
	private readonly file: string;
	private readonly handle: FileHandle;
	private hash: Hash;
	private written: number;

	private constructor(
		place: {folder: string; name: SafeText; file: string},
		handle: FileHandle,
		hash: Hash,
		written: number,
	) {
		this.folder = place.folder;
		this.name = place.name;
		this.file = place.file;
		this.handle = handle;
		this.hash = hash;
		this.written = written;
	}

	/**
	 * Opens the part that an earlier transfer of the same file has left, or a new one.
	 * @throws the system's error, or an Error if something else stands in its place
	 */
	static async open(folder: string, name: SafeText, source: Source): Promise<PartFile> {
		await makeFolder(folder);
		const file = path.join(folder, partName(name, source));
		const handle = await open(file, O_RDWR | O_CREAT | PLAIN, MODE);
		try {
			const found = await handle.stat();
			if (!found.isFile() || found.nlink !== 1) throw new Error(`${file} is not a plain file`);
			await handle.chmod(MODE);
			const hash = await hashPrefix(handle, found.size);
			return new PartFile({folder, name, file}, handle, hash ?? createHash('sha256'), hash ? found.size : 0);
		} catch (error) {
			await handle.close();
			throw error;
		}
	}

	/** Bytes of the file that are there. */
	get length(): number {
		return this.written;
	}

	/** Base64url SHA-256 of the bytes that are there. */
	get prefixHash(): string {
		return digestOf(this.hash);
	}

	/** Drops what is there, since the sender's file begins otherwise. */
	async restart(): Promise<void> {
		await this.handle.truncate(0);
		this.hash = createHash('sha256');
		this.written = 0;
	}

	/** Appends bytes. @throws the system's error: what was there before stays, and the part can only be closed */
	async append(pieces: readonly Buffer[]): Promise<void> {
		const written = writeAll(this.handle, pieces, this.written);
		for (const piece of pieces) this.hash.update(piece);
		this.written += await written;
	}

	/**
	 * Gives the whole file its name, or `name (1).ext` where that is taken. Durable when it resolves.
	 * @returns its path
	 * @throws the system's error
	 */
	async finish(): Promise<string> {
		await this.handle.sync();
		await this.handle.close();
		const final = await reserve(this.folder, this.name);
		try {
			await rename(this.file, final);
		} catch (error) {
			await rm(final, {force: true});
			throw error;
		}

		await realDisk.sync(this.folder);
		return final;
	}

	/** Closes the part, to be opened again later; an empty one is removed. */
	async close(): Promise<void> {
		if (this.written === 0) return this.discard();
		await this.handle.close();
	}

	async discard(): Promise<void> {
		await this.handle.close();
		await rm(this.file, {force: true});
	}
}

function partName(name: SafeText, {fingerprint, id}: Source): string {
	const key = createHash('sha256').update(`${fingerprint}\0${id}`).digest('base64url');
	return `.${name}.${key.slice(0, 22)}.part`;
}

/** Makes an empty file under the first free name, so that nothing is overwritten. */
async function reserve(folder: string, name: SafeText): Promise<string> {
	const {stem, extension} = splitName(name);
	for (let number = 0; number < MAX_NUMBER; number++) {
		const file = path.join(folder, number === 0 ? name : `${stem} (${number})${extension}`);
		try {
			await (await open(file, 'wx', MODE)).close();
			return file;
		} catch (error) {
			if (codeOf(error) !== 'EEXIST') throw error;
		}
	}

	throw new Error(`no name is left for ${name}`);
}
