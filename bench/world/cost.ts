/** Reads processor time and memory of a process, and a limit of this one, from the kernel. */
import {readdirSync, readFileSync} from 'node:fs';

/** Returns the processor time of the process, with all its threads, in milliseconds. */
export function processorTime(pid: number): number {
	const tasks = readdirSync(`/proc/${pid}/task`);
	const nanoseconds = tasks.map(task => {
		const [running = '0'] = readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ');
		return Number(running);
	});
	return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e6;
}

/** Returns the processor time of the thread that asks, in milliseconds. */
export function ownProcessorTime(): number {
	const [running = '0'] = readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ');
	return Number(running) / 1e6;
}

/** Returns the resident memory of the process in megabytes. */
export function residentMemory(pid: number): number {
	const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
	return Number(kilobytes) / 1024;
}

/** Returns how many files a process may have open: Node raises its own limit to this one. */
export function maxOpenFiles(): number {
	const [, most = 'unlimited'] =
		/Max open files\s+\S+\s+(\S+)/.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
	return most === 'unlimited' ? Infinity : Number(most);
}
