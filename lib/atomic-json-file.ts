/** The client's own files: JSON that appears whole or not at all, survives a power failure, and is checked when read. */
import {randomBytes} from 'node:crypto';
import {constants} from 'node:fs';
import {open, readdir, rename, rm} from 'node:fs/promises';
import path from 'node:path';
import {z} from 'zod';
import {realDisk, replaceFile} from './disk.ts';
import {makeFolder} from './folder.ts';

/** One of the client's own files cannot be read or written; the message is a sentence for people, with its name. */
export class ClientFileError extends Error {}
/** What stands in it is nothing that this program has written. */
export class DamagedFile extends ClientFileError {}

/** Raised when a file's shape changes; a file with a higher number is from a newer chat-tui and is left alone. */
const FORMAT = 1;
const newer = z.looseObject({format: z.int().min(FORMAT + 1)});

/**
 * What the file holds, or undefined if there is none.
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
	if (newer.safeParse(json).success) {
		throw new ClientFileError(`${file} was written by a newer chat-tui; run npx chat-tui@latest.`);
	}

	throw new DamagedFile(`${file} is damaged; move it away, or put a copy of it back, then try again.`);
}

const OTHERS = 0o077;

/** A file that is open to other people is closed: a token that stands in it lets in whoever reads it. */
async function readClosed(file: string): Promise<string> {
	// Not to wait for what somebody writes, where a pipe stands in its place.
	const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
	try {
		const {mode, uid} = await handle.stat();
		if ((mode & OTHERS) !== 0 && uid === process.getuid?.())
			await handle.chmod(mode & 0o700).catch(() => undefined); // where nothing may be written, it is read all the same
		return await handle.readFile('utf8');
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

/** What to do when the system answers so; a part of a sentence. */
function remedyFor(error: unknown): string {
	return REMEDIES[codeOf(error)] ?? 'make room or access, or set CHAT_TUI_HOME to another folder';
}

/** What was read, or undefined where it cannot be: its file comes to light when it is used. */
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
 * Puts `content` in the file, mode 0600 in folders of mode 0700. When it resolves, it is on the disk.
 * @throws ClientFileError if the disk refuses; what stood in the file stands there still
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

/** Removes the file, for good once it resolves; it need not be there. */
export async function removeFile(file: string): Promise<void> {
	try {
		await realDisk.remove(file);
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return;
		throw new ClientFileError(`${file} cannot be removed (${codeOf(error)}); remove it by hand.`);
	}
}

/**
 * Gives the file another name, under which it stays as it is.
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

/** Removes what a process that was killed while it wrote left in the folder; nobody else may be writing there. */
export async function sweep(folder: string): Promise<void> {
	const left = (await namesIn(folder)).filter(name => name.endsWith(TEMPORARY));
	await Promise.all(left.map(async name => rm(path.join(folder, name), {force: true})));
}

/** The names in a folder; none if it does not exist. */
export async function namesIn(folder: string): Promise<string[]> {
	try {
		return await readdir(folder);
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return [];
		throw new ClientFileError(`${folder} cannot be read (${codeOf(error)}); ${remedyFor(error)}.`);
	}
}

/** The system's short name of an error, like ENOSPC. */
export function codeOf(error: unknown): string {
	return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text.replace(/^\ufeff/, '')) as unknown; // some editors begin a file with a byte order mark
	} catch {
		return undefined; // no schema takes it
	}
}
