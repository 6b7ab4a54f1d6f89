/** Restricts the data folder and the key to their owner. */
import {chmod, readdir, stat} from 'node:fs/promises';
import path from 'node:path';
import {CannotStart} from '../../lib/cannot-start.ts';
import {KEY_FILE} from './certificate.ts';

const OTHERS = 0o077;
/** Names by which a data folder is known. */
const OWN_NAMES = ['server.json', 'journal', 'record.json', KEY_FILE];
const SOCKET = /^control\.sock/;

/**
 * Restricts what is open to others.
 * @returns a sentence for the log for each
 * @throws CannotStart if it belongs to another user, or is no data folder
 */
export async function closeToOthers(folder: string): Promise<string[]> {
	if (process.platform === 'win32') return [];
	const closed: string[] = [];
	for (const file of [folder, path.join(folder, KEY_FILE)]) {
		const found = await stat(file).catch(() => undefined); // opening it shows why that fails
		if (!found || (found.mode & OTHERS) === 0) continue;
		const mode = (found.mode & 0o777).toString(8);
		if (found.uid !== process.getuid?.())
			throw new CannotStart(
				`${file} is open to others (mode ${mode}) and belongs to another user; choose another folder with --data.`,
			);
		if (file === folder && !(await isDataFolder(folder)))
			throw new CannotStart(
				`${folder} is open to others (mode ${mode}) and holds other files; choose an empty folder with --data, or run chmod 700 on this one.`,
			);
		await chmod(file, found.mode & 0o700);
		closed.push(`${file} was open to others (mode ${mode}); it is for you alone now.`);
	}

	return closed;
}

/** Whether the folder is a data folder, or is empty and becomes one. */
async function isDataFolder(folder: string): Promise<boolean> {
	const names = (await readdir(folder)).filter(name => !SOCKET.test(name));
	return names.length === 0 || OWN_NAMES.some(name => names.includes(name));
}
