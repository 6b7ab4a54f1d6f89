/** Makes temporary folders, which are removed after the part of the benchmark, and ends processes. */
import type {ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';

export async function scratchFolder(): Promise<string> {
	return mkdtemp(path.join(tmpdir(), 'scratch-'));
}

/** Tells the process to end, and resolves when it has. */
export async function end(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const gone = once(child, 'exit');
	child.kill();
	await gone;
}
