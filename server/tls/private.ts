/** Closes the data folder and the key to everybody but their owner, or refuses them where only somebody else could. */
import {chmod, readdir, stat} from 'node:fs/promises';
import path from 'node:path';
import {CannotStart} from '../../lib/cannot-start.ts';
import {KEY_FILE} from './certificate.ts';

const OTHERS = 0o077;
/** What tells that a folder is a data folder already. */
const OWN_NAMES = ['server.json', 'journal', KEY_FILE];
const SOCKET = /^control\.sock/;

/** Says, in a sentence for each, what was open to others. @throws CannotStart */
export async function closeToOthers(folder: string): Promise<string[]> {
	if (process.platform === 'win32') return [];
	const closed: string[] = [];
	for (const file of [folder, path.join(folder, KEY_FILE)]) {
		const found = await stat(file).catch(() => undefined); // who opens it says why that fails
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

/** An empty one will be one. */
async function isDataFolder(folder: string): Promise<boolean> {
	const names = (await readdir(folder)).filter(name => !SOCKET.test(name));
	return names.length === 0 || OWN_NAMES.some(name => names.includes(name));
}
