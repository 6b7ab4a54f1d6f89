/** Finds programs that are compared with the product, where they are installed. */
import {execFile} from 'node:child_process';
import {access, constants} from 'node:fs/promises';
import path from 'node:path';
import {promisify} from 'node:util';

/** Folders of programs for the administrator may be missing in the PATH of a user. */
const FOLDERS = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin', '/usr/local/sbin'];

/** @returns the path of the program, or undefined */
export async function installed(name: string): Promise<string | undefined> {
	for (const folder of FOLDERS) {
		const file = path.join(folder, name);
		try {
			await access(file, constants.X_OK);
			return file;
		} catch {
			continue; // not in this folder
		}
	}

	return undefined;
}

/** @returns the first number with a dot in what the program says of its version */
export async function versionOf(file: string): Promise<string> {
	const {stdout} = await promisify(execFile)(file, ['--version']);
	return /\d+(\.\d+)+/.exec(stdout)?.[0] ?? 'of unknown version';
}
