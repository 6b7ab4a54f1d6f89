/** The server of this machine's person: asks the one that runs, or starts one in the background that outlives the client. */
import {spawn} from 'node:child_process';
import {lstat, open, readFile} from 'node:fs/promises';
import {connect} from 'node:net';
import path from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {controlPathOf} from '../../lib/control-path.ts';
import {makeFolder} from '../../lib/folder.ts';
import {NoPlace} from '../../lib/places.ts';
import {joinLine, type Address} from '../../protocol/address.ts';
import {controlAnswer, MAX_ANSWER, type ControlAsk} from '../../protocol/control.ts';
import {cleanLine, safeText, type SafeText} from '../../protocol/text.ts';
import {keepPort, portFor} from './host-port.ts';
import {codeOf} from '../../lib/atomic-json-file.ts';
import type {Hosted} from './perform.ts';

export type HostOptions = {
	/** Others on the network may join, not only those on this machine. */
	readonly network: boolean;
	/** The file of this program. */
	readonly program: string;
	/** The server's data folder. */
	readonly folder: string;
};

/** How long a server may take to answer and to start, and how often one that starts is asked; in milliseconds. */
const ANSWER = 1000;
const START = 20_000;
const AGAIN = 50;

/** The server that runs with this data folder, if one does. */
export async function askServer(folder: string): Promise<Hosted | undefined> {
	const answer = controlAnswer.safeParse(parsed(await ask(folder, {ask: 'join'})));
	if (!answer.success || !('hosts' in answer.data)) return undefined;
	const {hosts, port, fingerprint, code} = answer.data;
	const at = (host: string): Address => ({host, port, code, ...(fingerprint !== undefined && {fingerprint})});
	return {addresses: ['127.0.0.1', ...hosts].map(at), joinLines: hosts.map(host => joinLine(at(host)))};
}

/** The server of this data folder, started where none runs; `problem` says why there is none. */
export async function hostServer(options: HostOptions): Promise<Hosted | {readonly problem: SafeText}> {
	try {
		const hosted = (await askServer(options.folder)) ?? (await startAndAsk(options));
		if ('addresses' in hosted) await keepPort(options.folder, hosted.addresses[0]?.port ?? 0);
		return hosted;
	} catch (error) {
		if (!(error instanceof Error && 'code' in error)) throw error;
		const problem = safeText`${options.folder} cannot hold a chat (${codeOf(error)}); make room or access, then try again.`;
		return {problem};
	}
}

async function startAndAsk(options: HostOptions): Promise<Hosted | {readonly problem: SafeText}> {
	const log = path.join(options.folder, 'server.log');
	const host = options.network ? '0.0.0.0' : '127.0.0.1';
	const port = await portFor(options.folder, host);
	if (typeof port !== 'number') return port;
	const ended = await start(options, log, host, port);
	const deadline = performance.now() + START;
	while (performance.now() < deadline) {
		const hosted = await askServer(options.folder);
		if (hosted) return hosted;
		if (ended.aborted) return {problem: await lastLine(log)};
		await pause(AGAIN);
	}

	return {problem: safeText`The server does not answer; ${log} says what it does.`};
}

/** Starts it in a process group of its own. The signal is given when it has ended. */
async function start(
	{program, folder}: HostOptions,
	log: string,
	host: string,
	port: number,
): Promise<AbortSignal> {
	await makeFolder(folder);
	const file = await open(log, 'a', 0o600);
	const args = [program, 'serve', '--plain', '--host', host, '--port', String(port), '--data', folder];
	const {CHAT_TUI_PASSWORD: _secret, ...env} = process.env;
	const server = spawn(process.execPath, args, {
		cwd: folder,
		detached: true,
		env,
		stdio: ['ignore', file.fd, file.fd],
		windowsHide: true,
	});
	const ended = new AbortController();
	server.once('error', () => ended.abort());
	server.once('exit', () => ended.abort());
	server.unref();
	await file.close();
	return ended.signal;
}

/** One line for one line; empty when nobody answers. */
async function ask(folder: string, question: ControlAsk): Promise<string> {
	const control = pathIfAny(folder);
	if (control === undefined || !(await isOurs(control, folder))) return '';
	const socket = connect(control);
	const timer = setTimeout(() => socket.destroy(), ANSWER);
	socket.setEncoding('utf8').write(JSON.stringify(question) + '\n');
	let text = '';
	try {
		for await (const part of socket) {
			text += String(part);
			if (text.length > MAX_ANSWER) return '';
		}

		return text;
	} catch {
		return ''; // no such socket, or nobody behind it
	} finally {
		clearTimeout(timer);
	}
}

/** A folder for which there can be no server has none. */
function pathIfAny(folder: string): string | undefined {
	try {
		return controlPathOf(folder);
	} catch (error) {
		if (error instanceof NoPlace) return undefined;
		throw error;
	}
}

/** Below the temporary folder anybody can make a place where this user's servers would be asked for, and answer there. */
async function isOurs(control: string, folder: string): Promise<boolean> {
	const place = path.dirname(control);
	if (process.platform === 'win32' || place === path.resolve(folder)) return true;
	try {
		const {uid, mode} = await lstat(place);
		return uid === process.getuid?.() && (mode & 0o077) === 0;
	} catch {
		return false; // nobody has made it
	}
}

function parsed(line: string): unknown {
	try {
		return JSON.parse(line);
	} catch {
		return undefined; // no answer, or none of ours
	}
}

async function lastLine(log: string): Promise<SafeText> {
	const lines = (await readFile(log, 'utf8')).trimEnd().split('\n');
	const last = lines.at(-1)?.replace(/^chat-tui: /, ''); // it was meant for a terminal with nothing else of ours on it
	return cleanLine(last || `The server has ended; start it with npx chat-tui serve to see why.`);
}
