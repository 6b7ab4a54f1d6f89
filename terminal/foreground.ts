/** Whether the terminal listens to this program, or to another one of its session. */
import {readFileSync} from 'node:fs';

/** False too where the system does not tell: there the terminal itself stops who sets its modes from behind. */
export function isInBackground(): boolean {
	if (process.platform !== 'linux') return false;
	const afterName = readFileSync('/proc/self/stat', 'utf8').replace(/^.*\)\s+/s, '');
	const [, , group = '', , , front = ''] = afterName.split(' ');
	return Number(front) > 0 && front !== group;
}
