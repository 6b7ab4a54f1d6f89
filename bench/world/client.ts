/** The client in a real pseudo-terminal, its keys and cells timed. */
import {setTimeout as pause} from 'node:timers/promises';
import {startTerminal, type PtyTerminal} from '../../test/harness/pty.ts';
import {PASSWORD, person} from './people.ts';
import {scratchFolder} from './scratch.ts';
import {program, type Server} from './server.ts';

export type Size = {readonly columns: number; readonly rows: number};

const CTRL_U = '\x15';

/** The first person, signed in, with the newest of so many messages in front of them. */
export async function clientIn(server: Server, size: Size, messages: number): Promise<PtyTerminal> {
	const client = await startTerminal({
		command: process.execPath,
		args: [program, '--server', server.joinLine, '--user', person(0).user],
		env: {CHAT_TUI_HOME: await scratchFolder(), CHAT_TUI_PASSWORD: PASSWORD},
		...size,
	});
	await client.until('● connected');
	client.write(`/msg ${person(1).user}\r`);
	await client.until(`message ${messages} `);
	await pause(1000); // until marks and presence have been told, which are no part of a key's cost
	return client;
}

/** Presses a key that shows where the cursor stands; milliseconds until the terminal shows it. */
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
