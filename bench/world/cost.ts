/** What a process costs, as the kernel counts it. */
import {readdirSync, readFileSync} from 'node:fs';

/** Milliseconds for which the process, with all its threads, has had a processor. */
export function processorTime(pid: number): number {
	const tasks = readdirSync(`/proc/${pid}/task`);
	const nanoseconds = tasks.map(task => {
		const [running = '0'] = readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ');
		return Number(running);
	});
	return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e6;
}

/** Megabytes of memory that the process holds. */
export function residentMemory(pid: number): number {
	const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
	return Number(kilobytes) / 1024;
}
