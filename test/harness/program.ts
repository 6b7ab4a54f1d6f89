/** The program as people have it: the bundle in dist/, its server in a process, its client in a real pseudo-terminal. */
import {execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {Readable, Writable} from 'node:stream';
import {promisify} from 'node:util';
import {beforeAll, onTestFinished} from 'vitest';
import {root} from '../../scripts/project-files.ts';
import {parseAddress} from '../../protocol/address.ts';
import {askServer} from '../../source/client/host.ts';
import {history} from '../../source/scripts/history.ts';
import type {Host} from './network.ts';
import {startTerminal, type PtyTerminal} from './pty.ts';
import {seedHome, seedServer} from './seeded.ts';
import {until} from './until.ts';

export const program = path.join(root, 'dist/cli.cjs');

const FOLDER = path.join(tmpdir(), 'chat-tui-test-');

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
	const folder = await mkdtemp(FOLDER);
	onTestFinished(() => rm(folder, {recursive: true, force: true}));
	return folder;
}

type ServerOptions = {
	readonly folder?: string;
	readonly port?: number;
	/** Who has an account there already and a device that is signed in, for `signIn`. */
	readonly people?: readonly string[];
	/** Without TLS, so that a test can read what goes by. */
	readonly plaintext?: boolean;
	/** Further options of `serve`. */
	readonly args?: readonly string[];
	/** Where it runs, for all who reach that host; else on this machine, for this machine alone. */
	readonly on?: Host;
	readonly env?: Readonly<Record<string, string>>;
};

/** Starts a server; it is stopped after the test. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
	const folder = options.folder ?? (await ownFolder());
	const server = await launchServer(folder, options);
	onTestFinished(() => server.kill());
	return server;
}

/** One server for all tests of a file or a `describe`, stopped after the last; these people have accounts there. */
export function sharedServer(...people: string[]): () => RunningServer {
	let server: RunningServer | undefined;
	beforeAll(async () => {
		const folder = await mkdtemp(FOLDER);
		const running = await launchServer(folder, {people});
		server = running;
		return async () => {
			await running.kill();
			await rm(folder, {recursive: true, force: true});
		};
	});
	return () => {
		if (server === undefined) throw new Error('The server runs only during the tests.');
		return server;
	};
}

async function launchServer(
	folder: string,
	{port = 0, people = [], plaintext = false, args: further = [], on, env}: ServerOptions,
): Promise<RunningServer> {
	if (people.length > 0) await seedServer(folder, people, PASSWORD);
	const [command, ...args] = [
		...commandOn(on),
		'serve',
		'--plain',
		'--port',
		String(port),
		'--data',
		folder,
		...(plaintext ? ['--insecure-plaintext'] : []),
		...(on ? ['--host', '0.0.0.0'] : []),
		...further,
	];
	const server = spawn(command, args, {
		stdio: ['ignore', 'pipe', 'inherit'],
		env: {...process.env, ...env},
	});
	const exit = once(server, 'exit');
	const kill = async () => {
		server.kill('SIGKILL');
		await exit;
	};
	let log = '';
	server.stdout.on('data', (part: Buffer) => (log += part.toString()));
	await until(() => log.includes('\n') || server.exitCode !== null);
	const hosted = await askServer(folder);
	const [joinLine] = hosted?.joinLines ?? [];
	if (joinLine === undefined) {
		await kill();
		throw new Error(`The server does not say how to join it: ${log}`);
	}

	return {address: joinLine.split('#')[0]!, joinLine, folder, kill};
}

/** The words that start the program. */
function commandOn(host: Host | undefined): [string, ...string[]] {
	const start = [process.execPath, program] as const;
	return host ? [...host.prefix, ...start] : [...start];
}

type ClientOptions = {
	readonly args?: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
	/** The client's own files. */
	readonly home?: string;
	/** Where it runs; else on this machine. */
	readonly on?: Host;
	readonly columns?: number;
	readonly rows?: number;
	/** What its terminal answers to the question for the background; undefined: nothing. */
	readonly background?: string;
};

/** Starts a client; it is stopped after the test. */
export async function startClient({
	args = [],
	env = {},
	home,
	on,
	...screen
}: ClientOptions = {}): Promise<PtyTerminal> {
	const [command, ...words] = commandOn(on);
	const client = await startTerminal({
		command,
		args: [...words, ...args],
		env: {CHAT_TUI_HOME: home ?? (await ownFolder()), CHAT_TUI_PASSWORD: PASSWORD, ...env},
		...screen,
	});
	onTestFinished(() => client.stop());
	return client;
}

/** A client of somebody who has an account on the server and a device that is signed in; it stands in the chat. */
export async function signIn(
	server: RunningServer,
	user: string,
	options: ClientOptions = {},
): Promise<PtyTerminal> {
	const home = options.home ?? (await ownFolder());
	await seedHome(home, parseAddress(server.address)!, server.folder, user);
	const client = await startClient({...options, home, env: {CHAT_TUI_PASSWORD: '', ...options.env}});
	await client.until('● connected');
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

/** The texts of a conversation as the server has them, asked by somebody who has an account there. */
export async function textsWith(server: RunningServer, user: string, other: string): Promise<string[]> {
	let lines = '';
	const stdout = new Writable({
		write(part: Buffer, _encoding, done) {
			lines += part.toString();
			done();
		},
	});
	const world = {stdin: Readable.from([]), stdout, stderr: process.stderr, home: await ownFolder()};
	const address = parseAddress(server.joinLine)!;
	await seedHome(world.home, address, server.folder, user);
	const code = await history([other], {json: true, limit: '1000', address, user, password: PASSWORD}, world);
	if (code !== 0) throw new Error(`The history ended with ${code}.`);
	return lines
		.trim()
		.split('\n')
		.filter(line => line !== '')
		.map(line => (JSON.parse(line) as {text: string}).text);
}

/** Writes to alice's notes a message that is stored, stops the server, and writes another one, which waits. */
export async function writeWithoutServer(alice: PtyTerminal, server: RunningServer): Promise<void> {
	alice.write('/msg alice\r');
	alice.write('/msg alice one\r');
	await alice.until(/alice {2}one +✓/);
	await server.kill();
	await alice.until('○');
	alice.write('two\r');
	await alice.until(/two +…/);
}
