/** Runs the demo after the client, as a program of its own that has the terminal to itself. */
import {spawn} from 'node:child_process';
import {once} from 'node:events';

/** @param program the file of this program @returns the exit code of the demo */
export async function demoAfter(program: string): Promise<number> {
	const demo = spawn(process.execPath, [program, 'demo'], {stdio: 'inherit'});
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => demo.kill(signal));
	const [code] = (await once(demo, 'exit')) as [number | null];
	return code ?? 1;
}
