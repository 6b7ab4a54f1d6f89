/** Runs a part of the benchmark in a process group of its own, so that a part that fails or hangs leaves nothing behind. */
import {fork, type ChildProcess} from 'node:child_process';
import {on} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {root} from '../scripts/project-files.ts';
import type {Figure} from './figure.ts';

/** A message of the process: a figure, or that there are no more, and why if not all were measured. */
export type Told = {readonly figure: Figure} | {readonly problem: string | undefined};

const ENTRY = path.join(root, 'bench/processes/part.ts');
const MAX_MINUTES = 5;

let running: {readonly child: ChildProcess; readonly folder: string} | undefined;

/** Yields the figures of a part, and one more that says so if it fails. */
export async function* measured(name: string): AsyncGenerator<Figure> {
	const folder = await mkdtemp(path.join(tmpdir(), 'chat-tui-bench-'));
	const child = fork(ENTRY, [name, folder], {detached: true});
	running = {child, folder};
	let problem: string | undefined = 'Its process has ended before.';
	const deadline = setTimeout(() => {
		problem = `It took more than ${MAX_MINUTES} minutes.`;
		killGroup(child);
	}, MAX_MINUTES * 60_000);
	const told = on(child, 'message', {close: ['disconnect']}) as AsyncIterableIterator<[Told]>;
	for await (const [message] of told) {
		if ('figure' in message) yield message.figure;
		else ({problem} = message);
	}

	if (problem !== undefined)
		yield {name: `${name} failed`, value: '', target: {text: 'no error', isMet: false}, how: problem};
	clearTimeout(deadline);
	await endPart();
}

/** Ends the part that runs, with its processes, and removes its folder. Processes in a pseudo-terminal end with it. */
export async function endPart(): Promise<void> {
	if (!running) return;
	const {child, folder} = running;
	running = undefined;
	killGroup(child);
	await rm(folder, {recursive: true, force: true, maxRetries: 5});
}

function killGroup({pid}: ChildProcess): void {
	if (pid === undefined) return;
	try {
		process.kill(-pid, 'SIGKILL');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // all of them have ended
	}
}
