/** The program as people have it: the bundle in dist/, its server in a process, its client in a real pseudo-terminal. */
import {execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import {onTestFinished} from 'vitest';
import {root} from '../../scripts/project-files.ts';
import {askServer} from '../../source/host.ts';
import {startTerminal, type PtyTerminal} from './pty.ts';
import {until} from './until.ts';

export const program = path.join(root, 'dist/cli.js');

/** Everybody's password in the tests. */
export const PASSWORD = 'tulip-tree-42';

export type RunningServer = {
	/** `HOST:PORT` */
	readonly address: string;
	/** With the fingerprint, so that nobody is asked about the key. */
	readonly joinLine: string;
	readonly folder: string;
	/** Kills it as a power failure would. */
	kill(): Promise<void>;
};

/** A folder that is removed after the test, once what runs in it has been stopped. */
export async function ownFolder(): Promise<string> {
	const folder = await mkdtemp(path.join(tmpdir(), 'chat-tui-test-'));
	onTestFinished(() => rm(folder, {recursive: true, force: true}));
	return folder;
}

/** Starts a server; it is stopped after the test. */
export async function startServer(
	options: {readonly folder?: string; readonly port?: number} = {},
): Promise<RunningServer> {
	const folder = options.folder ?? (await ownFolder());
	const args = [program, 'serve', '--plain', '--port', String(options.port ?? 0), '--data', folder];
	const server = spawn(process.execPath, args, {stdio: ['ignore', 'pipe', 'inherit']});
	const exit = once(server, 'exit');
	const kill = async () => {
		server.kill('SIGKILL');
		await exit;
	};
	onTestFinished(kill);
	let log = '';
	server.stdout.on('data', (part: Buffer) => (log += part.toString()));
	await until(() => log.includes('\n') || server.exitCode !== null);
	const hosted = await askServer(folder);
	const [joinLine] = hosted?.joinLines ?? [];
	if (joinLine === undefined) throw new Error(`The server does not say how to join it: ${log}`);
	return {address: joinLine.split('#')[0]!, joinLine, folder, kill};
}

export type ClientOptions = {
	readonly args?: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
	/** The client's own files. */
	readonly home?: string;
	readonly columns?: number;
	readonly rows?: number;
};

/** Starts a client; it is stopped after the test. */
export async function startClient({
	args = [],
	env = {},
	home,
	...size
}: ClientOptions = {}): Promise<PtyTerminal> {
	const client = await startTerminal({
		command: process.execPath,
		args: [program, ...args],
		env: {CHAT_TUI_HOME: home ?? (await ownFolder()), CHAT_TUI_PASSWORD: PASSWORD, ...env},
		...size,
	});
	onTestFinished(() => client.stop());
	return client;
}

/** A client that has made an account on the server and stands in the chat. */
export async function signUp(
	server: RunningServer,
	user: string,
	options: ClientOptions = {},
): Promise<PtyTerminal> {
	const args = ['--server', server.joinLine, '--user', user, '--signup'];
	const client = await startClient({...options, args});
	await client.until('● connected');
	return client;
}

/** Runs a script command of the program to its end, and gives what it printed. */
export async function script(
	server: RunningServer,
	user: string,
	...args: readonly string[]
): Promise<string> {
	const [word = '', ...rest] = args;
	const who = ['--server', server.joinLine, '--user', user];
	const home = await ownFolder();
	const {stdout} = await promisify(execFile)(process.execPath, [program, word, ...who, ...rest], {
		env: {...process.env, CHAT_TUI_HOME: home, CHAT_TUI_PASSWORD: PASSWORD},
	});
	return stdout;
}

/** The texts of a conversation as the server has them. */
export async function textsWith(server: RunningServer, user: string, other: string): Promise<string[]> {
	const lines = await script(server, user, 'history', other, '--json', '--limit', '1000');
	return lines
		.trim()
		.split('\n')
		.filter(line => line !== '')
		.map(line => (JSON.parse(line) as {text: string}).text);
}
