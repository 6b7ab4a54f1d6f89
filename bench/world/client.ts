/** Runs the client in a real pseudo-terminal, and measures its keys. */
import {setTimeout as pause} from 'node:timers/promises';
import {startTerminal, type PtyTerminal} from '../../test/harness/pty.ts';
import {PASSWORD, person} from './people.ts';
import {scratchFolder} from './scratch.ts';
import {program, type Server} from './server.ts';

export type Size = {readonly columns: number; readonly rows: number};

const CTRL_U = '\x15';

/** Starts the client of the `at`-th user. */
export async function clientOf(server: Server, size: Size, at: number): Promise<PtyTerminal> {
	const client = await startTerminal({
		command: process.execPath,
		args: [program, '--server', server.joinLine, '--user', person(at).user],
		env: {CHAT_TUI_HOME: await scratchFolder(), CHAT_TUI_PASSWORD: PASSWORD},
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
