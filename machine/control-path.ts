/** Where the server of a data folder can be asked on this very machine. */
import {createHash} from 'node:crypto';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {controlPath} from '../protocol/control.ts';

/** The number of the user stands in it, not the name: not every user has one. */
export function controlPathOf(folder: string): string {
	return controlPath(path.resolve(folder), {
		platform: process.platform,
		join: (...parts) => path.join(...parts),
		tmpdir: tmpdir(),
		hash: text => createHash('sha256').update(text).digest('hex').slice(0, 32),
		user: String(process.getuid?.() ?? ''),
	});
}
