/** How two people at terminals come to a private chat, and what a server's files have of it. */
import {readdirSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import type {RunningServer} from './program.ts';
import type {PtyTerminal} from './pty.ts';
import {until} from './until.ts';

/** Waits until the server has registered the keys of so many clients. */
export async function keysAt({folder}: RunningServer, count: number): Promise<void> {
	await until(() => contentsOf(path.join(folder, 'journal')).split('identityRegistered').length > count);
}

/** Alice types the invitation, and bob accepts it. */
export async function invite(alice: PtyTerminal, bob: PtyTerminal, line: string): Promise<void> {
	alice.write(`${line}\r`);
	await bob.until('alice invites you to a private chat');
	bob.write('\x1bOQ'); // F2
	await bob.until('← → choose');
	bob.write('y');
}

/** The text of all files below the folder. */
export function contentsOf(folder: string): string {
	return readdirSync(folder, {recursive: true, encoding: 'utf8'})
		.map(name => path.join(folder, name))
		.filter(file => statSync(file).isFile())
		.map(file => readFileSync(file, 'latin1'))
		.join('\n');
}
