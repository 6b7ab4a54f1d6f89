/** Reads and makes the client's own text files, such as keys: made once, and never overwritten. */
import {randomBytes} from 'node:crypto';
import {link} from 'node:fs/promises';
import path from 'node:path';
import {ClientFileError, codeOf} from './client-file-error.ts';
import {readClosed, remedyFor} from './atomic-json-file.ts';
import {realDisk} from './disk.ts';

/**
 * Reads a file, and closes it to other users.
 * @returns undefined if there is no such file
 * @throws ClientFileError if it cannot be read
 */
export async function readTextFile(file: string): Promise<string | undefined> {
	try {
		return await readClosed(file);
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return undefined;
		throw new ClientFileError(`${file} cannot be read (${codeOf(error)}); ${remedyFor(error)}.`);
	}
}

/** Where a file system has no links, a file that another process makes at the same moment may be replaced. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/**
 * Makes a file of mode 0600, whole and durably, unless there is one.
 * @returns what stands there: another process may have made it first
 * @throws ClientFileError if the disk refuses
 */
export async function makeTextFile(file: string, text: string): Promise<string> {
	const folder = path.dirname(file);
	const draft = `${file}.${randomBytes(6).toString('hex')}.new`;
	try {
		await realDisk.makeFolder(folder);
		try {
			await realDisk.write(draft, Buffer.from(text));
			await publish(draft, file);
		} finally {
			await realDisk.remove(draft);
		}

		await realDisk.sync(folder);
	} catch (error) {
		throw new ClientFileError(`${file} cannot be written (${codeOf(error)}); ${remedyFor(error)}.`);
	}

	return (await readTextFile(file)) ?? text;
}

/** Gives the draft its name, unless a file has it. */
async function publish(draft: string, file: string): Promise<void> {
	try {
		await link(draft, file);
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return;
		if (!NO_LINKS.has(codeOf(error))) throw error;
		await realDisk.move(draft, file);
	}
}
