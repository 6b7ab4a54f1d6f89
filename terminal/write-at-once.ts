/** Writes to a terminal without waiting for the event loop, while the program ends or stops. */
import {writeSync} from 'node:fs';

const PATIENCE = {tries: 20, pause: 10} as const;

/** Writes as much as a stuck terminal accepts within 200 ms. */
export function writeAtOnce(descriptor: 1 | 2, text: string): void {
	let bytes = Buffer.from(text);
	for (let tries = 0; bytes.length > 0 && tries < PATIENCE.tries;) {
		try {
			bytes = bytes.subarray(writeSync(descriptor, bytes));
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return; // the terminal is lost
			tries++;
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PATIENCE.pause);
		}
	}
}
