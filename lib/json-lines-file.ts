/** Reads and appends to one of the client's own files of JSON lines: bounded, durable, and checked against a schema. */
import {stat} from 'node:fs/promises';
import path from 'node:path';
import type {z} from 'zod';
import {toJson} from '../protocol/json.ts';
import {ClientFileError, codeOf, DamagedFile} from './client-file-error.ts';
import {readClosedBytes, remedyFor} from './atomic-json-file.ts';
import {realDisk, replaceFile} from './disk.ts';

const NEWLINE = 0x0a;
/** How each line begins: behind the last newline stands nothing, a line that a crash has torn, or damage. */
const BEGINNING = '{"';

type Content<T> = {
	/** Whole lines: without one that a crash has torn. */
	readonly bytes: Buffer;
	readonly values: readonly T[];
};

export class JsonLinesFile<T extends object> {
	readonly #file: string;
	readonly #schema: z.ZodType<T>;
	readonly #max: number;
	/** Bytes of the file when its content was found valid and whole: another size means that another process has written. */
	#checked: number | undefined;

	/** @param max maximum bytes; beyond it, the older half is dropped */
	constructor(file: string, schema: z.ZodType<T>, max: number) {
		this.#file = file;
		this.#schema = schema;
		this.#max = max;
	}

	/** Reads all lines; none if there is no file. @throws ClientFileError if it is damaged, too large, or cannot be read */
	async read(): Promise<readonly T[]> {
		return (await this.#content()).values;
	}

	/**
	 * Appends lines, after cutting a torn one off; durable when it resolves. Makes the file for its owner alone.
	 * @param values at most half of the maximum, as JSON. One call at a time.
	 * @throws ClientFileError if the file is damaged, which leaves it as it is, or the disk refuses
	 */
	async append(values: readonly T[]): Promise<void> {
		const added = Buffer.from(values.map(value => `${toJson(value)}\n`).join(''));
		try {
			const size = await sizeOf(this.#file);
			const whole = this.#checked === size ? size : (await this.#content()).bytes.length;
			await realDisk.makeFolder(path.dirname(this.#file));
			if (whole + added.length > this.#max) await this.#replace(whole, added);
			else await append(this.#file, added, whole < size ? whole : undefined);
			this.#checked = await sizeOf(this.#file);
		} catch (error) {
			if (error instanceof ClientFileError) throw error;
			throw new ClientFileError(`${this.#file} cannot be written (${codeOf(error)}); ${remedyFor(error)}.`);
		}
	}

	async #content(): Promise<Content<T>> {
		let bytes: Buffer | undefined;
		try {
			bytes = (await sizeOf(this.#file)) > this.#max ? undefined : await readClosedBytes(this.#file);
		} catch (error) {
			if (codeOf(error) === 'ENOENT') return {bytes: Buffer.alloc(0), values: []};
			throw new ClientFileError(`${this.#file} cannot be read (${codeOf(error)}); ${remedyFor(error)}.`);
		}

		const content = bytes && this.#parsed(bytes);
		if (bytes && content) {
			this.#checked = content.bytes.length === bytes.length ? bytes.length : undefined;
			return content;
		}

		throw new DamagedFile(
			`${this.#file} is damaged; move it away, or put a copy of it back, then try again.`,
		);
	}

	/** @returns undefined if the bytes are damaged */
	#parsed(all: Buffer): Content<T> | undefined {
		const bytes = all.subarray(0, all.lastIndexOf(NEWLINE) + 1);
		const torn = all.toString('latin1', bytes.length);
		if (!torn.startsWith(BEGINNING) && !BEGINNING.startsWith(torn)) return undefined;
		try {
			const lines = new TextDecoder('utf-8', {fatal: true}).decode(bytes).split('\n').slice(0, -1);
			return {bytes, values: lines.map(line => this.#schema.parse(JSON.parse(line)))};
		} catch {
			return undefined; // the schema takes no such line
		}
	}

	/** Replaces the file atomically by its newer half and what is added. @param whole bytes of the whole lines */
	async #replace(whole: number, added: Buffer): Promise<void> {
		const bytes = (await readClosedBytes(this.#file)).subarray(0, whole);
		const from = bytes.indexOf(NEWLINE, Math.max(0, bytes.length - this.#max / 2)) + 1;
		await replaceFile(realDisk, this.#file, Buffer.concat([bytes.subarray(from), added]));
		await realDisk.sync(path.dirname(this.#file));
	}
}

/** @returns 0 if there is no such file */
async function sizeOf(file: string): Promise<number> {
	try {
		return (await stat(file)).size;
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return 0;
		throw error;
	}
}

/** @param whole bytes of the whole lines, where a torn one follows that is to be cut off */
async function append(file: string, added: Buffer, whole: number | undefined): Promise<void> {
	const tail = await realDisk.append(file, whole);
	try {
		await tail.write(added);
		await tail.sync();
	} finally {
		await tail.close();
	}
}
