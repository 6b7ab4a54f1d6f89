/** Stopped by whatever stops programs, with the window made smaller meanwhile: does `fg` bring everything back, and does `kill %1` end it? */
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {afterAll, describe, expect, onTestFinished, test} from 'vitest';
import {bundle} from '../harness/bundle.ts';
import {startTerminal, type PtyTerminal} from '../harness/pty.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';
import {until} from '../harness/until.ts';

const fixture = await bundle('full-screen.ts');
afterAll(() => fixture.remove());

type Job = {readonly shell: PtyTerminal; readonly pid: number};

/** In a shell with job control; ready, unless the terminal's answers are held. */
async function start(answers: 'given' | 'held' = 'given'): Promise<Job> {
	const shell = await startTerminal({
		command: 'bash',
		args: ['--norc', '-i'],
		columns: 60,
		rows: 10,
		env: {PS1: 'shell> '},
	});
	onTestFinished(() => shell.stop());
	await shell.until('shell>');
	if (answers === 'held') shell.holdAnswers();
	const file = path.join(await temporaryFolder(), 'pid');
	shell.write(`sh -c 'echo $$ > ${file}; exec "${process.execPath}" "${fixture.file}"'\r`);
	await shell.until(answers === 'held' ? 'waiting 60x10' : 'ready 60x10');
	return {shell, pid: Number(readFileSync(file, 'utf8'))};
}

/** Until the shell has seen it and takes commands: what is typed while it changes the terminal's modes may be thrown away. */
async function stopped(shell: PtyTerminal): Promise<void> {
	await shell.until('Stopped');
	const again = setInterval(() => shell.write('echo $((6*7))\r'), 200);
	await shell.until(/^42/m).finally(() => clearInterval(again));
}

/**
 * Holds a command up until the shell, too, has heard that the job stopped, which is after its last thread has: a job that it takes
 * for running is sent no SIGCONT by `fg` or `kill`.
 */
const ONCE_STOPPED = 'until [ "$(jobs -s)" ]; do :; done;';

/** As the kernel has it: T is stopped. */
function stateOf(pid: number): string {
	return readFileSync(`/proc/${pid}/stat`, 'utf8')
		.replace(/^.*\) /s, '')
		.charAt(0);
}

function isGone(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return false;
	} catch {
		return true;
	}
}

const stops: Readonly<Record<string, (job: Job) => Promise<void>>> = {
	async 'Ctrl-Z'({shell}) {
		shell.write('\x1a');
		await stopped(shell);
	},
	async 'kill -STOP'({shell, pid}) {
		process.kill(pid, 'SIGSTOP');
		await stopped(shell);
	},
	async 'kill -STOP, then kill -CONT while the shell is in front'({shell, pid}) {
		process.kill(pid, 'SIGSTOP');
		await stopped(shell);
		process.kill(pid, 'SIGCONT'); // from here on it runs
		await until(() => stateOf(pid) === 'T'); // until it has stopped again
	},
};

describe.runIf(process.platform === 'linux').each(Object.keys(stops))('stopped by %s', how => {
	test('and brought back in a window of another size, it has the keys, the modes and the whole screen', async () => {
		const job = await start();
		const {shell} = job;
		await stops[how]!(job);
		shell.resize(50, 8);
		shell.write(`${ONCE_STOPPED} stty echo icanon; clear; fg\r`);
		await shell.until('ready 50x8');
		await shell.until(() => shell.modes.mouseTrackingMode === 'drag' && shell.buffer === 'alternate');
		expect(shell.modes).toMatchObject({
			bracketedPasteMode: true,
			sendFocusMode: true,
			wraparoundMode: false,
		});
		shell.write('x');
		await shell.until('typed x 50x8');
		expect(shell.screen().slice(1)).toEqual(Array.from({length: 7}, () => '0'.repeat(50)));
	});

	test('and killed by its shell, it ends, and the terminal is given back', async () => {
		const job = await start();
		const {shell, pid} = job;
		await stops[how]!(job);
		shell.write(`${ONCE_STOPPED} kill %1\r`);
		await until(() => isGone(pid));
		await shell.until(() => shell.buffer === 'normal' && shell.modes.mouseTrackingMode === 'none');
		shell.write('echo $((6*7))\r');
		await shell.until(/^42$/m);
		expect(shell.modes).toMatchObject({sendFocusMode: false, wraparoundMode: true});
	});
});

describe.runIf(process.platform === 'linux')('Ctrl-Z', () => {
	test('waits until the terminal has answered, so that no answer is typed into the shell', async () => {
		const {shell} = await start('held');
		shell.write('\x1a');
		shell.write('x');
		await shell.until('typed x 60x10');
		shell.letAnswersGo();
		await stopped(shell);
		expect(shell.text()).not.toMatch(/;\d+c/);
	});

	test('in the view that stands alone, and fg brings that view back, with nothing of the panes over it', async () => {
		const {shell} = await start();
		shell.write('a');
		await shell.until('That is all.');
		const shown = shell.screen();
		expect(shown[0]).toBe('Copy this:');
		shell.write('\x1a');
		await stopped(shell);
		shell.write(`${ONCE_STOPPED} clear; fg\r`);
		await shell.until('That is all.');
		shell.write('d');
		shell.resize(50, 8);
		await shell.until(() => shell.screen().length === 8 && shell.text().includes('That is all.'));
		expect(shell.text()).not.toMatch(/ready|typed|000/);
		expect(shell.modes.mouseTrackingMode).toBe('none'); // the terminal's own mouse selects
		shell.write('c');
		await shell.until('typed d 50x8');
		expect(shell.screen().slice(1)).toEqual(Array.from({length: 7}, () => '0'.repeat(50)));
	});
});
