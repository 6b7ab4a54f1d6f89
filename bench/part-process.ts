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

let running: ChildProcess | undefined;

/** Yields the figures of a part, and one more that says so if it fails. */
export async function* measured(name: string): AsyncGenerator<Figure> {
	const folder = await mkdtemp(path.join(tmpdir(), 'chat-tui-bench-'));
	const child = fork(ENTRY, [name, folder], {detached: true});
	running = child;
	let problem: string | undefined = 'Its process has ended before.';
	const deadline = setTimeout(() => {
		problem = `It took more than ${MAX_MINUTES} minutes.`;
		endPart();
	}, MAX_MINUTES * 60_000);
	const told = on(child, 'message', {close: ['disconnect']}) as AsyncIterableIterator<[Told]>;
	for await (const [message] of told) {
		if ('figure' in message) yield message.figure;
		else ({problem} = message);
	}

	if (problem !== undefined)
		yield {name: `${name} failed`, value: '', target: {text: 'no error', isMet: false}, how: problem};
	clearTimeout(deadline);
	endPart();
	running = undefined;
	await rm(folder, {recursive: true, force: true, maxRetries: 5});
}

/** Ends the part that runs, with its processes. Those in a pseudo-terminal end with it. */
export function endPart(): void {
	if (running?.pid === undefined) return;
	try {
		process.kill(-running.pid, 'SIGKILL');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // all of them have ended
	}
}
