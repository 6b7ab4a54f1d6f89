/** Locates the control socket of a data folder on this machine. */
import {createHash} from 'node:crypto';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {controlPath, MAX_SOCKET} from '../protocol/control-socket.ts';
import {NoUserFolder} from './user-folders.ts';

/**
 * Returns the path of the control socket. It may hold the user's number, never the name: not every user has one.
 * @throws NoUserFolder if the temporary folder has too long a name for a socket
 */
export function controlPathOf(folder: string): string {
	const place = controlPath(path.resolve(folder), {
		platform: process.platform,
		join: (...parts) => path.join(...parts),
		tmpdir: tmpdir(),
		hash: text => createHash('sha256').update(text).digest('hex').slice(0, 32),
		user: String(process.getuid?.() ?? ''),
	});
	if (process.platform === 'win32' || Buffer.byteLength(place) <= MAX_SOCKET) return place;
	throw new NoUserFolder(
		`The names of ${folder} and of ${tmpdir()} are too long for a socket; choose a shorter one with --data, or set TMPDIR.`,
	);
}
