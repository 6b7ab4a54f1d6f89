/** Runs the client in a real pseudo-terminal, and measures its keys. */
import {setTimeout as pause} from 'node:timers/promises';
import {startTerminal, type PtyTerminal} from '../../test/harness/pty.ts';
import {PASSWORD, person} from './people.ts';
import {scratchFolder} from './scratch.ts';
import {program, type Server} from './server.ts';

export type Size = {readonly columns: number; readonly rows: number};

/** What stands on the first full frame of a client that knows no server. */
export const WELCOME = 'Host a chat';
const CTRL_Q = '\x11';
const CTRL_U = '\x15';

/** Starts the client without a server. @param home from {@link usedHome} */
export async function welcomed(home: string): Promise<PtyTerminal> {
	const client = await startTerminal({
		command: process.execPath,
		args: [program],
		env: {CHAT_TUI_HOME: home},
	});
	await client.until(WELCOME);
	return client;
}

/** Makes a home in which the client has run once, and so has left its compiled code. */
export async function usedHome(): Promise<string> {
	const home = await scratchFolder();
	const client = await welcomed(home);
	client.write(CTRL_Q);
	await client.exit;
	await client.stop();
	return home;
}

/** Starts the client of the `at`-th user. */
export async function clientOf(server: Server, size: Size, at: number): Promise<PtyTerminal> {
	const client = await startTerminal({
		command: process.execPath,
		args: [program, '--server', server.joinLine, '--user', person(at).user],
		env: {CHAT_TUI_HOME: await usedHome(), CHAT_TUI_PASSWORD: PASSWORD},
		...size,
	});
	await client.until('● connected');
	return client;
}

/** Starts the client of the first user, with the newest of `messages` messages on the screen. */
export async function clientIn(server: Server, size: Size, messages: number): Promise<PtyTerminal> {
	const client = await clientOf(server, size, 0);
	client.write(`/msg ${person(1).user}\r`);
	await client.until(`message ${messages} `);
	await pause(1000); // until read cursors and presence have been sent, which are not part of a key's cost
	return client;
}

/** Presses a key, and measures the milliseconds until the terminal shows it at the cursor. */
export async function press(client: PtyTerminal, key: string): Promise<number> {
	const {x, y} = client.cursor();
	const before = performance.now();
	client.write(key);
	await client.until(() => client.terminal.buffer.active.getLine(y)?.getCell(x)?.getChars() === key, key);
	return performance.now() - before;
}

/** Empties the command bar. */
export async function emptied(client: PtyTerminal): Promise<void> {
	client.write(CTRL_U);
	await client.until(() => /^│? ?› *│?$/.test(client.line(client.cursor().y)), 'an empty command bar');
	await pause(50);
}
