/** The terminal's modes: taken on entry, given back on every way out, in a real pseudo-terminal. */
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, afterEach, describe, expect, test} from 'vitest';
import {bundle} from '../harness/bundle.ts';
import {startTerminal, type PtyTerminal} from '../harness/pty.ts';

const fixture = await bundle('full-screen.ts');
const running: PtyTerminal[] = [];
const folder = mkdtempSync(path.join(tmpdir(), 'screen-'));

afterEach(async () => {
	for (const terminal of running.splice(0)) await terminal.stop();
});

afterAll(() => fixture.remove());
afterAll(() => rmSync(folder, {recursive: true, force: true}));

async function start(...args: string[]): Promise<PtyTerminal> {
	const terminal = await startTerminal({
		command: process.execPath,
		args: [fixture.file, ...args],
		columns: 60,
		rows: 10,
	});
	running.push(terminal);
	await terminal.until('ready 60x10');
	return terminal;
}

function modesOf({modes, buffer, isCursorShown}: PtyTerminal) {
	return {
		buffer,
		isCursorShown,
		wraparound: modes.wraparoundMode,
		paste: modes.bracketedPasteMode,
		focus: modes.sendFocusMode,
		mouse: modes.mouseTrackingMode,
	};
}

const LEFT = '\x1b[?1049l';
const TAKEN = {
	buffer: 'alternate',
	isCursorShown: true,
	wraparound: false,
	paste: true,
	focus: true,
	mouse: 'drag',
};
const GIVEN_BACK = {
	buffer: 'normal',
	isCursorShown: true,
	wraparound: true,
	paste: false,
	focus: false,
	mouse: 'none',
};

test("on entry the screen, pastes, the focus and the mouse are the program's", async () => {
	const terminal = await start();
	expect(modesOf(terminal)).toEqual(TAKEN);
	expect(terminal.cursor()).toEqual({x: 3, y: 1});
});

describe('the terminal is given back', () => {
	test('on a normal exit', async () => {
		const terminal = await start();
		terminal.write('q');
		expect(await terminal.exit).toEqual({code: 3, signal: undefined});
		expect(modesOf(terminal)).toEqual(GIVEN_BACK);
	});

	test.each([
		['SIGINT', 130],
		['SIGTERM', 143],
		['SIGHUP', 129],
		['SIGQUIT', 131],
	] as const)('on %s', async (signal, code) => {
		const terminal = await start();
		terminal.signal(signal);
		expect(await terminal.exit).toEqual({code, signal: undefined});
		expect(modesOf(terminal)).toEqual(GIVEN_BACK);
	});

	test.each([
		['an error that nobody catches', 't', 'Error: thrown on purpose'],
		['a promise that nobody catches', 'r', 'Error: rejected on purpose'],
	])('on %s, which can be read then', async (_, key, message) => {
		const terminal = await start();
		terminal.write(key);
		expect(await terminal.exit).toEqual({code: 70, signal: undefined});
		expect(modesOf(terminal)).toEqual(GIVEN_BACK);
		expect(terminal.bytes.split(LEFT)[1]).toContain(message);
	});

	test('to a terminal that was stuck in the middle of a frame', async () => {
		const alive = path.join(folder, 'alive');
		const terminal = await start(alive);
		terminal.pause();
		terminal.write('f');
		const first = await written(alive, 0);
		await written(alive, first + 500); // half a second of frames, which nobody takes: the program goes on
		terminal.signal('SIGTERM');
		terminal.resume();
		expect(await terminal.exit).toEqual({code: 143, signal: undefined});
		expect(modesOf(terminal)).toEqual(GIVEN_BACK);
	});
});

test('what is left to do at the end may be done without the terminal; a second signal ends it at once', async () => {
	const terminal = await start();
	terminal.write('h');
	await terminal.until('held');
	terminal.signal('SIGTERM');
	await terminal.until(() => terminal.buffer === 'normal');
	expect(modesOf(terminal)).toEqual(GIVEN_BACK);
	terminal.signal('SIGHUP'); // the closing of one window is told more than once
	terminal.signal('SIGINT');
	expect(await terminal.exit).toEqual({code: 130, signal: undefined});
});

test('a window that is closed while the program paints ends it without a crash', async () => {
	const alive = path.join(folder, 'alive until the window is closed');
	const terminal = await start(alive);
	terminal.write('f');
	await written(alive, 0);
	terminal.hangUp();
	expect(await terminal.exit).toEqual({code: 129, signal: undefined});
});

/** Waits until the program has written a time after `after` to `file`, and says which. */
async function written(file: string, after: number): Promise<number> {
	for (;;) {
		const time = Number(readIfThere(file));
		if (time > after) return time;
		await new Promise(resolve => setTimeout(resolve, 2));
	}
}

function readIfThere(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return ''; // not written yet
	}
}

describe('Ctrl-Z', () => {
	test('gives the terminal to the shell, and fg brings everything back', async () => {
		const shell = await startTerminal({
			command: 'bash',
			args: ['--norc', '-i'],
			columns: 60,
			rows: 10,
			env: {PS1: 'shell> '},
		});
		running.push(shell);
		await shell.until('shell>');
		shell.write(`'${process.execPath}' '${fixture.file}'\r`);
		await shell.until('ready 60x10');
		shell.write('x');
		await shell.until('typed x');
		shell.write('T');
		await shell.until(() => shell.title.startsWith('a title'));
		shell.write('\x1a');
		await shell.until('Stopped');
		const {paste} = modesOf(shell); // the shell has a mind of its own on pastes
		expect(modesOf(shell)).toEqual({...GIVEN_BACK, paste});
		shell.write('echo $((6*7))\r');
		await shell.until(/^42$/m);
		shell.write("printf '\\e]2;of the shell\\a'\r");
		await shell.until(() => shell.title === 'of the shell');
		shell.write('fg\r');
		await shell.until('typed x 60x10');
		await shell.until(() => shell.title.startsWith('a title'));
		await shell.until(() => modesOf(shell).mouse === 'drag');
		expect(modesOf(shell)).toEqual(TAKEN);
		shell.write('y');
		await shell.until('typed y');
		shell.write('q');
		await shell.until(() => shell.buffer === 'normal');
		shell.write('echo code $?\r');
		await shell.until('code 3');
	});

	test('where no shell could bring it back, stops nothing', async () => {
		const terminal = await start();
		terminal.write('\x1ax');
		await terminal.until('typed x');
		expect(modesOf(terminal)).toEqual(TAKEN);
	});
});

test('a program stopped from outside is painted anew when it goes on', async () => {
	const terminal = await start();
	terminal.signal('SIGSTOP');
	await terminal.print('\x1b[?1002l\x1b[?2004l\x1b[2J');
	expect(terminal.text().trim()).toBe('');
	terminal.signal('SIGCONT');
	await terminal.until('ready 60x10');
	await terminal.until(() => terminal.modes.mouseTrackingMode === 'drag');
	expect(modesOf(terminal)).toEqual(TAKEN);
});

test('the mouse can be given back and taken while the program runs', async () => {
	const terminal = await start();
	terminal.write('m');
	await terminal.until(() => terminal.modes.mouseTrackingMode === 'none');
	terminal.write('M');
	await terminal.until(() => terminal.modes.mouseTrackingMode === 'drag');
});

test('the title and the bell reach the terminal, and the title holds no sequence of its own', async () => {
	const terminal = await start();
	terminal.write('Tb');
	await terminal.until(() => terminal.bells === 1);
	expect(terminal.title).toBe('a title]0;no other');
});

test('the text of a notification neither ends its sequence nor passes for another command', async () => {
	const terminal = await start();
	terminal.write('n');
	await terminal.until(() => terminal.notifications.length === 2);
	expect(terminal.notifications).toEqual(['9;chat-tui: 4;1;ab]0;c\\d', '777;notify;chat-tui;4;1;ab]0;c\\d']);
});

test('a new size is followed', async () => {
	const terminal = await start();
	terminal.resize(40, 6);
	await terminal.until('ready 40x6');
	expect(terminal.screen()).toEqual(['ready 40x6', ...Array.from({length: 5}, () => '0'.repeat(40))]);
});
