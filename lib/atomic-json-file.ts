/** Reads and writes the client's own JSON files: replaced atomically and durably, and checked against a schema when read. */
import {randomBytes} from 'node:crypto';
import {constants} from 'node:fs';
import {open, readdir, rename, rm} from 'node:fs/promises';
import path from 'node:path';
import type {z} from 'zod';
import {ClientFileError, codeOf, DamagedFile} from './client-file-error.ts';
import {realDisk, replaceFile} from './disk.ts';
import {makeFolder} from './folder.ts';

/** Raised when a file's shape changes; a file of a newer chat-tui has a higher number and is left alone. */
const FORMAT = 1;

/**
 * Reads a file and checks it against the schema.
 * @returns undefined if there is no such file
 * @throws ClientFileError if it is damaged, from a newer version or unreadable; it is never overwritten then
 */
export async function readJsonFile<T>(file: string, schema: z.ZodType<T>): Promise<T | undefined> {
	let text: string;
	try {
		text = await readClosed(file);
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return undefined;
		throw new ClientFileError(`${file} cannot be read (${codeOf(error)}); ${remedyFor(error)}.`);
	}

	const json = parseJson(text);
	const content = schema.safeParse(json);
	if (content.success) return content.data;
	if (isNewer(json)) {
		throw new ClientFileError(`${file} was written by a newer chat-tui; run npx chat-tui@latest.`);
	}

	throw new DamagedFile(`${file} is damaged; move it away, or put a copy of it back, then try again.`);
}

function isNewer(content: unknown): boolean {
	if (typeof content !== 'object' || content === null || !('format' in content)) return false;
	return Number.isSafeInteger(content.format) && Number(content.format) > FORMAT;
}

const OTHERS = 0o077;

/** Reads a file, and closes it to other users: a token that stands in it signs in anybody who reads it. */
export async function readClosed(file: string): Promise<string> {
	return (await readClosedBytes(file)).toString('utf8');
}

/** Reads the bytes of a file, and closes it to other users. */
export async function readClosedBytes(file: string): Promise<Buffer> {
	// A pipe in the file's place would otherwise wait for its writer.
	const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
	try {
		const {mode, uid} = await handle.stat();
		if ((mode & OTHERS) !== 0 && uid === process.getuid?.())
			await handle.chmod(mode & 0o700).catch(() => undefined); // where nothing may be written, it is read all the same
		return await handle.readFile();
	} finally {
		await handle.close();
	}
}

const ACCESS = 'make it yours to read and write, or set CHAT_TUI_HOME to another folder';
const ROOM = 'make room there, then try again';
const REMEDIES: Readonly<Record<string, string>> = {
	EACCES: ACCESS,
	EPERM: ACCESS,
	EROFS: ACCESS,
	ENOSPC: ROOM,
	EDQUOT: ROOM,
	ENOTDIR: 'a file stands where a folder belongs: move it away, or set CHAT_TUI_HOME to a folder',
	EEXIST: 'a file stands where a folder belongs: move it away, or set CHAT_TUI_HOME to a folder',
	EISDIR: 'a folder stands where a file belongs: move it away, then try again',
	ENAMETOOLONG: 'set CHAT_TUI_HOME to a folder with a shorter name',
};

/** Says what to do about an error of the system; a part of a sentence. */
export function remedyFor(error: unknown): string {
	return REMEDIES[codeOf(error)] ?? 'make room or access, or set CHAT_TUI_HOME to another folder';
}

/** Resolves with what is read, or with undefined if the file cannot be read; its error shows when the file is used. */
export async function ifReadable<T>(reading: Promise<T>): Promise<T | undefined> {
	try {
		return await reading;
	} catch (error) {
		if (error instanceof ClientFileError) return undefined;
		throw error;
	}
}

const TEMPORARY = '.new';

/**
 * Replaces the file, mode 0600 in folders of mode 0700; durable when it resolves.
 * @throws ClientFileError if the disk refuses; the file is as it was then
 */
export async function writeJsonFile(file: string, content: object): Promise<void> {
	const folder = path.dirname(file);
	const draft = `${file}.${randomBytes(6).toString('hex')}${TEMPORARY}`; // several processes may write the file
	try {
		await makeFolder(folder);
		await replaceFile(realDisk, file, Buffer.from(JSON.stringify({format: FORMAT, ...content})), draft);
		await realDisk.sync(folder);
	} catch (error) {
		throw new ClientFileError(`${file} cannot be written (${codeOf(error)}); ${remedyFor(error)}.`);
	}
}

/** Removes the file, if it is there; durable when it resolves. @throws ClientFileError */
export async function removeFile(file: string): Promise<void> {
	try {
		await realDisk.remove(file);
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return;
		throw new ClientFileError(`${file} cannot be removed (${codeOf(error)}); remove it by hand.`);
	}
}

/**
 * Renames a damaged file, so that a new one can take its place.
 * @throws ClientFileError if the folder cannot be changed
 */
export async function setAside(file: string, to: string): Promise<void> {
	try {
		await rename(file, to);
	} catch (error) {
		throw new ClientFileError(
			`${file} is damaged and cannot be moved (${codeOf(error)}); move it away by hand.`,
		);
	}
}

/** Removes drafts that a killed process left in the folder; no other process may be writing there. */
export async function sweep(folder: string): Promise<void> {
	const left = (await namesIn(folder)).filter(name => name.endsWith(TEMPORARY));
	await Promise.all(left.map(async name => rm(path.join(folder, name), {force: true})));
}

/** Lists the names in a folder; none if it does not exist. @throws ClientFileError */
export async function namesIn(folder: string): Promise<string[]> {
	try {
		return await readdir(folder);
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return [];
		throw new ClientFileError(`${folder} cannot be read (${codeOf(error)}); ${remedyFor(error)}.`);
	}
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text.replace(/^\ufeff/, '')) as unknown; // some editors begin a file with a byte order mark
	} catch {
		return undefined; // no schema takes it
	}
}
