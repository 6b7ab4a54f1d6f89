/** Runs a server in a process of its own. */
import {fork, spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import path from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {joinLine} from '../../protocol/address.ts';
import {root} from '../../scripts/project-files.ts';
import {askServer} from '../../source/client/host.ts';
import {startTerminal} from '../../test/harness/pty.ts';
import {bundled} from './bundled.ts';
import {end} from './scratch.ts';

/** A server that senders can reach. */
export type Endpoint = {
	readonly pid: number;
	readonly port: number;
	readonly secure: boolean;
	stop(): Promise<void>;
};

export type Server = Endpoint & {
	/** The join line, whose fingerprint makes a question about the key unnecessary. */
	readonly joinLine: string;
};

export const program = path.join(root, 'dist/cli.cjs');

/** Starts the product's server, with all its limits. @param record its URL, if the server shares one */
export async function startServer(folder: string, record?: string): Promise<Server> {
	const shared = record === undefined ? [] : ['--record', record];
	return started([program, 'serve', '--plain', '--port', '0', '--data', folder, ...shared], folder);
}

/** Starts the product's server with raised limits. @param record its URL, if the server shares one */
export async function startRaisedServer(folder: string, plaintext = true, record?: string): Promise<Server> {
	const shared = record === undefined ? [] : [record];
	return started([await bundled('server'), folder, plaintext ? 'plain' : 'TLS', ...shared], folder);
}

/** The longest turn of an event loop in processor time, and the longest by the clock, in milliseconds. */
export type Turn = {readonly processor: number; readonly wall: number};

export type WatchedServer = Server & {
	/** The longest turn of its event loop since the last call. */
	longestTurn(): Promise<Turn>;
};

/** Starts the product's server with raised limits, in plaintext, and watches its event loop. */
export async function startWatchedServer(folder: string): Promise<WatchedServer> {
	const process = fork(await bundled('server'), [folder, 'plain'], {execArgv: []});
	const longestTurn = async () => {
		process.send('');
		const [turn] = (await once(process, 'message')) as [Turn];
		return turn;
	};
	return {...(await listening(process, folder)), longestTurn};
}

/** Starts the product's server with raised limits in its console, in a terminal of 80 × 24. */
export async function startConsoleServer(folder: string): Promise<Server> {
	const terminal = await startTerminal({
		command: globalThis.process.execPath,
		args: [await bundled('console-server'), folder],
	});
	await terminal.until('listening');
	const [address] = (await askServer(folder))?.addresses ?? [];
	if (address === undefined) throw new Error('The server does not say where it listens.');
	const stop = async () => terminal.stop();
	return {pid: terminal.pid, port: address.port, secure: false, joinLine: joinLine(address), stop};
}

async function started(args: readonly string[], folder: string): Promise<Server> {
	const process = spawn(globalThis.process.execPath, args, {stdio: ['ignore', 'ignore', 'inherit']});
	return listening(process, folder);
}

async function listening(process: ChildProcess, folder: string): Promise<Server> {
	const [address] = (await answering(process, folder)).addresses;
	if (address === undefined) throw new Error('The server does not say where it listens.');
	const secure = address.fingerprint !== undefined;
	const stop = async () => end(process);
	return {pid: process.pid ?? 0, port: address.port, secure, joinLine: joinLine(address), stop};
}

async function answering(process: ChildProcess, folder: string) {
	for (;;) {
		const hosted = await askServer(folder);
		if (hosted) return hosted;
		if (process.exitCode !== null) throw new Error('The server has ended.');
		await pause(20);
	}
}
