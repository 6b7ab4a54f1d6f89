/** A newcomer: hosts a chat, or joins one by the line that its host gives. */
import {execFile} from 'node:child_process';
import {readdir} from 'node:fs/promises';
import {promisify} from 'node:util';
import {expect, onTestFinished, test} from 'vitest';
import {ownFolder, PASSWORD, program, startClient, startServer} from '../harness/program.ts';

const run = promisify(execFile);

test('hosting starts a server that outlives the client, and the host is at home when they come back', async () => {
	const home = await ownFolder();
	const env = {...process.env, CHAT_TUI_HOME: home};
	onTestFinished(async () => {
		await run(process.execPath, [program, 'serve', '--stop'], {env});
	});
	const client = await startClient({home});
	await client.until('Host a chat');
	client.write('\r');
	await client.until('Who may join?');
	client.write('m');
	await client.until('Sign up at 127.0.0.1');
	client.write(`alice\r${PASSWORD}\r${PASSWORD}\r`);
	await client.until('Your chat is open');
	await client.until(/127\.0\.0\.1:\d+#[\w-]{43}\.[\w-]+/);
	client.write('\r');
	await client.until(/alice@.* ● connected/);
	client.write('\x11');
	expect((await client.exit).code).toBe(0);
	expect(client.text()).toMatch(/Your chat goes on without you;.*: npx chat-tui serve --stop/s);

	const again = await startClient({home, env: {CHAT_TUI_PASSWORD: ''}});
	await again.until(/alice@.* ● connected/);
	await run(process.execPath, [program, 'serve', '--stop'], {env});
	await again.until('○');
	again.write('\x11');
	await again.exit;
	expect(again.text()).not.toContain('goes on without you');
});

test('a join line leads to the sign-up form with its code filled in, and no question about the key', async () => {
	const server = await startServer();
	const client = await startClient({args: [server.joinLine], env: {CHAT_TUI_PASSWORD: ''}});
	await client.until('Sign up at 127.0.0.1');
	client.write(`bob\r${PASSWORD}\r${PASSWORD}\r`);
	await client.until(/bob@.* ● connected/);
});

test('a name and a password that are typed blindly at a bare address land in their fields, and the password is never shown', async () => {
	const server = await startServer();
	const client = await startClient({args: [server.address], env: {CHAT_TUI_PASSWORD: ''}});
	await client.until('A server you have not been to');
	client.write(`bob\r${PASSWORD}`);
	await client.until(`Typed for what comes next: ${3 + PASSWORD.length} characters`);
	await client.until('▸[n] No');
	client.write('y');
	await client.until('Do you have an account?');
	await client.until('▸[n] No, I am new here');
	client.write('n');
	await client.until(/User name +bob/);
	await client.until(new RegExp(`Password +› •{${PASSWORD.length}}`));
	client.write(`\r${PASSWORD}\r`);
	await client.until(/bob@.* ● connected/);
	expect(client.text()).not.toContain(PASSWORD);
});

test('what is wrong with a form is said at its field, and what was typed stays', async () => {
	const server = await startServer();
	const client = await startClient({args: [server.joinLine], env: {CHAT_TUI_PASSWORD: ''}});
	await client.until('Sign up at 127.0.0.1');
	client.write(`al ice\r${PASSWORD}\rsomething else\r`);
	await client.until('not a valid user name; use 2 to 24 letters');
	await client.until('The passwords differ');
	await client.until(/User name +› al ice/);
	client.write('\t\t\t12\r');
	await client.until('use 5 to 15 digits');
	await client.until(/User name +› al ice/);
	expect(client.text()).not.toContain(PASSWORD);
});

test('an address where nobody answers says so, and stays to be corrected', async () => {
	const client = await startClient();
	await client.until('Host a chat');
	client.write('127.0.0.1:1\r');
	await client.until('No server answers at 127.0.0.1:1');
	await client.until('› 127.0.0.1:1');
});

test.each([
	[['--sever', 'x'], 2, 'There is no option --sever'],
	[['--server', 'not an address'], 2, 'is not a valid address'],
	[
		[`10.0.0.7:10001#${'x'.repeat(20)}`],
		2,
		'looks cut off; start npx chat-tui and paste the whole join line there',
	],
	[[`10.0.0.7:10001#${'x'.repeat(43)}.`], 2, 'looks cut off'],
	[['one.example', 'two'], 2, 'Too many arguments'],
	[['--trust', 'SHA256:short'], 2, 'fingerprint'],
	[['--signup'], 2, '--signup needs'],
	[[], 1, 'needs a terminal'],
])('without a terminal, %j ends with %i and one sentence', async (args, code, sentence) => {
	const failed = await run(process.execPath, [program, ...args]).then(
		() => undefined,
		(error: unknown) => error as {code: number; stderr: string},
	);
	expect(failed?.code).toBe(code);
	expect(failed?.stderr.trim().split('\n')).toHaveLength(1);
	expect(failed?.stderr).toContain(sentence);
});

test('the demo can be chosen on the first screen, and leaves nothing when it ends', async () => {
	const temporary = await ownFolder();
	const client = await startClient({env: {TMPDIR: temporary}});
	await client.until('Host a chat');
	client.write('\u001B[B'); // Down
	await client.until('▸ Try everything alone');
	client.write('\r');
	await client.until('Next: type hello');
	client.write('\x11');
	expect((await client.exit).code).toBe(0);
	expect(await readdir(temporary)).toEqual([]);
});
