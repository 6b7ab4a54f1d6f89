/** Checks whether another program has the terminal. */
import {readFileSync} from 'node:fs';

/** @returns false also where the system does not tell; there, setting the modes from the background stops the process */
export function isInBackground(): boolean {
	if (process.platform !== 'linux') return false;
	const afterName = readFileSync('/proc/self/stat', 'utf8').replace(/^.*\)\s+/s, '');
	const [, , group = '', , , front = ''] = afterName.split(' ');
	return Number(front) > 0 && front !== group;
}
