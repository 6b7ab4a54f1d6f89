/** Where the server of a data folder can be asked on this very machine. */
import {createHash} from 'node:crypto';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {controlPath, MAX_SOCKET} from '../protocol/control.ts';
import {NoPlace} from './places.ts';

/**
 * The number of the user stands in it, not the name: not every user has one.
 * @throws NoPlace where the temporary folder has so long a name that no socket can be in it
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
	throw new NoPlace(
		`The names of ${folder} and of ${tmpdir()} are too long for a socket; choose a shorter one with --data, or set TMPDIR.`,
	);
}
