/** `chat-tui hash-password`, and files of users that have passwords as people type them. */
import {spawnSync} from 'node:child_process';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {Passwords} from '../../server/auth/passwords.ts';
import {MAX_ACCOUNTS} from '../../protocol/bounds.ts';
import type {UserName} from '../../protocol/names.ts';
import {emptyState} from '../../server/chat/state.ts';
import {readUserFile} from '../../server/import-users.ts';
import {program} from '../harness/program.ts';
import {startTerminal} from '../harness/pty.ts';
import {Serving} from '../harness/serving.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';

const cheap = new Passwords({cost: {ln: 4, r: 8, p: 1}});

function hashOf(input: string) {
	const {stdout, stderr, status} = spawnSync(process.execPath, [program, 'hash-password'], {
		input,
		encoding: 'utf8',
	});
	return {stdout, stderr, status};
}

test('the hash of a password on stdin is one that the server accepts', async () => {
	const {stdout, status} = hashOf('tulip-tree-42\n');
	expect(status).toBe(0);
	expect(await cheap.verify('tulip-tree-42', stdout.trimEnd())).toBe(true);
});

test.each([
	['', /There is no password/],
	['short\n', /8/],
	['password1\n', /./],
	['x'.repeat(100_000), /256/],
])('a password that nobody may have (%#) is not hashed', (input, says) => {
	expect(hashOf(input)).toMatchObject({stdout: '', status: 1, stderr: expect.stringMatching(says) as string});
});

test('at a terminal the password is asked for twice, and not shown', async () => {
	const terminal = await startTerminal({command: process.execPath, args: [program, 'hash-password']});
	onTestFinished(() => terminal.stop());
	await terminal.until('Password:');
	terminal.write('tulip-tree-42\r');
	await terminal.until('once more:');
	terminal.write('tulip-tree-42\r');
	await terminal.until('$scrypt$ln=15');
	expect(terminal.bytes).not.toContain('tulip');
});

async function userFile(users: unknown): Promise<string> {
	const file = join(await temporaryFolder(), 'people.json');
	await writeFile(file, JSON.stringify({users}));
	return file;
}

test('a plain password of a user file is hashed when it is imported, and the log says that it stands there', async () => {
	const file = await userFile([{user: 'alice', plainPassword: 'tea and biscuits'}]);
	const server = new Serving('--port', '0', '--data', join(await temporaryFolder(), 'data'), '--users', file);
	await server.says(/people\.json holds 1 password as people type them/);
	const {events, plain} = await readUserFile(file, 0, cheap, emptyState());
	expect(plain).toBe(1);
	expect(await cheap.verify('tea and biscuits', events[0]!.password)).toBe(true);
});

test.each([
	[[{user: 'alice', plainPassword: 'short'}], /password of alice that is refused/],
	[[{user: 'alice'}], /users\.0 needs either password/],
	[[{user: 'alice', password: 'tea and biscuits'}], /users\.0\.password not a password hash/],
])('a user file with an unusable password (%#) is refused with a sentence', async (users, says) => {
	await expect(readUserFile(await userFile(users), 0, cheap, emptyState())).rejects.toThrow(says);
});

test('a user file of more users than the server has room for, deleted ones counted, is refused before one is hashed', async () => {
	const users = ['alice', 'bob'].map(user => ({user, plainPassword: 'tea and biscuits'}));
	const [file, state] = [await userFile(users), emptyState()];
	const {deleted} = state.administration;
	for (let at = 1; at < MAX_ACCOUNTS; at++) deleted.set(`u${at}` as UserName, 0);
	const noHash = Object.assign(new Passwords(), {hash: () => expect.unreachable()});
	await expect(readUserFile(file, 0, noHash, state)).rejects.toThrow(/too many users: a server holds 50000/);
	deleted.delete('u1' as UserName);
	expect((await readUserFile(file, 0, cheap, state)).events).toHaveLength(2);
});
