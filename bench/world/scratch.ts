/** Makes temporary folders and processes, which end with the benchmark. */
import type {ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';

const folders: string[] = [];
const processes = new Set<ChildProcess>();

export async function scratchFolder(): Promise<string> {
	const folder = await mkdtemp(path.join(tmpdir(), 'chat-tui-bench-'));
	folders.push(folder);
	return folder;
}

/** Ends the process with the benchmark. */
export function watch<P extends ChildProcess>(child: P): P {
	processes.add(child);
	child.once('exit', () => processes.delete(child));
	return child;
}

/** Sends `signal` to the process, and resolves when it has ended. */
export async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const gone = once(child, 'exit');
	child.kill(signal);
	await gone;
}

export async function cleanUp(): Promise<void> {
	await Promise.all([...processes].map(child => end(child, 'SIGKILL')));
	await Promise.all(folders.map(folder => rm(folder, {recursive: true, force: true, maxRetries: 5})));
}
