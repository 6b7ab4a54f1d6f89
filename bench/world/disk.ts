/** Measures the disk alone: how long a line takes to be on it, which every durable message waits for. */
import {mkdtemp, open, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {median} from '../statistics.ts';

const LINE = `${'x'.repeat(199)}\n`;
const TIMES = 200;

/** @returns milliseconds, the median of many */
export async function timeToDisk(): Promise<number> {
	const folder = await mkdtemp(path.join(tmpdir(), 'chat-tui-bench-'));
	const file = await open(path.join(folder, 'lines'), 'a');
	const times: number[] = [];
	for (let time = 0; time < TIMES; time++) {
		const before = performance.now();
		await file.write(LINE);
		await file.datasync();
		times.push(performance.now() - before);
	}

	await file.close();
	await rm(folder, {recursive: true});
	return median(times);
}
