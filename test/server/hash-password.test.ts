/** `chat-tui hash-password`, and files of users that have passwords as people type them. */
import {spawnSync} from 'node:child_process';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {Passwords} from '../../server/auth/passwords.ts';
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
	const {events, plain} = await readUserFile(file, 0, cheap);
	expect(plain).toBe(1);
	expect(await cheap.verify('tea and biscuits', events[0]!.password)).toBe(true);
});

test.each([
	[[{user: 'alice', plainPassword: 'short'}], /password of alice that is refused/],
	[[{user: 'alice'}], /users\.0 needs either password/],
	[[{user: 'alice', password: 'tea and biscuits'}], /users\.0\.password not a password hash/],
])('a user file with an unusable password (%#) is refused with a sentence', async (users, says) => {
	await expect(readUserFile(await userFile(users), 0, cheap)).rejects.toThrow(says);
});
