/** `send` and `history` by hand: the password is asked for, unseen, and the terminal is afterwards as it was. */
import {execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {promisify} from 'node:util';
import {expect, onTestFinished, test} from 'vitest';
import {root} from '../../scripts/project-files.ts';
import {keysAt} from '../harness/private-chat-screens.ts';
import {startTerminal, type PtyTerminal} from '../harness/pty.ts';
import {
	ownFolder,
	PASSWORD,
	program,
	script,
	signIn,
	startServer,
	textsWith,
	type RunningServer,
} from '../harness/program.ts';

/** A server with an account of alice's, who sits at a shell; `$SEND` and `$HISTORY` are the commands, as her. */
async function sitDown(): Promise<{server: RunningServer; shell: PtyTerminal}> {
	const server = await startServer({people: ['alice']});
	await script(server, 'alice', 'send', 'alice', 'first');
	const call = (word: string) =>
		`${process.execPath} ${program} ${word} --server ${server.joinLine} --user alice`;
	const shell = await startTerminal({
		command: 'sh', // which, unlike bash, does not put a terminal right after a program that has left it wrong
		args: ['-i'],
		env: {PS1: 'shell> ', CHAT_TUI_HOME: await ownFolder(), SEND: call('send'), HISTORY: call('history')},
	});
	onTestFinished(() => shell.stop());
	return {server, shell};
}

/** Runs a command line at the shell, up to the question. */
async function isAsked(shell: PtyTerminal, line: string): Promise<void> {
	await shell.until(/^shell>$/m);
	shell.write(`modes=$(stty -g)\r${line}\r`);
	await shell.until(/Password of alice at [\d.:]+:$/m);
}

/** Waits until the command has ended with this code, and the terminal's modes are what they were before it. */
async function ends(shell: PtyTerminal, code: number): Promise<void> {
	await shell.until(/^shell>$/m);
	shell.write('echo code $?; [ "$modes" = "$(stty -g)" ] && echo modes kept\r');
	await shell.until(`code ${code}`);
	await shell.until(/^modes kept$/m);
}

test('the history asks for the password, which is not shown, and can be corrected', async () => {
	const {shell} = await sitDown();
	await isAsked(shell, '$HISTORY alice');
	shell.write(`wrong\x15${PASSWORD}x\x7f\r`);
	await shell.until('alice  first');
	await ends(shell, 0);
	expect(shell.bytes).not.toContain('wrong');
	expect(shell.bytes).not.toContain(PASSWORD.slice(0, 5));
});

test('the text to send may come from a pipe: the terminal is asked all the same', async () => {
	const {server, shell} = await sitDown();
	await isAsked(shell, 'echo from a pipe | $SEND alice');
	shell.write(`${PASSWORD}\r`);
	await ends(shell, 0);
	expect(await textsWith(server, 'alice', 'alice')).toEqual(['first', 'from a pipe']);
});

test.each([
	['Ctrl-C', '\x03', 130],
	['Ctrl-D', '\x04', 1],
	['Enter alone', '\r', 1],
])('%s at the question sends nothing', async (_, key, code) => {
	const {server, shell} = await sitDown();
	await isAsked(shell, '$SEND alice second');
	shell.write(key);
	await ends(shell, code);
	expect(await textsWith(server, 'alice', 'alice')).toEqual(['first']);
});

test.each([
	['SIGTERM', 143],
	['SIGHUP', 129],
] as const)('%s at the question leaves the terminal as it was', async (signal, code) => {
	const {shell} = await sitDown();
	await isAsked(shell, `sh -c 'echo pid $$; exec $SEND alice second'`);
	process.kill(Number(/pid (\d+)$/m.exec(shell.text())?.[1]), signal);
	await ends(shell, code);
});

test('where there is no terminal, one sentence says where the password goes', async () => {
	const server = await startServer({people: ['alice']});
	const args = [program, 'send', '--server', server.joinLine, '--user', 'alice', 'alice', 'hi'];
	const env = {...process.env, CHAT_TUI_HOME: await ownFolder(), CHAT_TUI_PASSWORD: ''};
	await expect(promisify(execFile)(process.execPath, args, {env})).rejects.toMatchObject({
		code: 1,
		stdout: '',
		stderr: expect.stringMatching(
			/^chat-tui: Put the password of alice into CHAT_TUI_PASSWORD[^\n]*\n$/,
		) as string,
	});
});

test('Ctrl-C while a file waits for its receiver withdraws the offer', async () => {
	const server = await startServer({people: ['alice', 'bob']});
	const home = await ownFolder();
	const alice = await signIn(server, 'alice', {home});
	const bob = await signIn(server, 'bob');
	await keysAt(server, 2);
	bob.write('/friend alice\r');
	await alice.until('bob wants to be your friend');
	alice.write('\x1bOQy'); // F2
	await bob.until('you are friends now');
	const args = ['send', '--server', server.joinLine, '--user', 'alice', '--file', 'LICENSE', 'bob'];
	const env = {...process.env, CHAT_TUI_HOME: home};
	const running = spawn(process.execPath, [program, ...args], {env, cwd: root, stdio: 'ignore'});
	const exit = once(running, 'exit');
	await bob.until('LICENSE');
	running.kill('SIGINT');
	expect(await exit).toEqual([null, 'SIGINT']);
	await bob.until('alice does not offer LICENSE any more');
});
