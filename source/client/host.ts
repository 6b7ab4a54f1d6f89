/** Finds this user's running server, or starts one in the background that outlives the client. */
import {spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import {lstat, open, readFile} from 'node:fs/promises';
import {connect} from 'node:net';
import path from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {controlPathOf} from '../../lib/control-path.ts';
import {makeFolder} from '../../lib/folder.ts';
import {NoUserFolder} from '../../lib/user-folders.ts';
import {areLocal, joinLine, type Address} from '../../protocol/address.ts';
import type {ControlAsk} from '../../protocol/control.ts';
import {MAX_ANSWER} from '../../protocol/control-socket.ts';
import {fromJson} from '../../protocol/json.ts';
import {cleanLine, safeText, type SafeText} from '../../protocol/text.ts';
import {keepPort, noticeMove, portFor} from './host-port.ts';
import {codeOf} from '../../lib/client-file-error.ts';
import type {HostedServer} from './perform.ts';

type HostOptions = {
	/** Whether others on the network may join, not only users of this machine. */
	readonly network: boolean;
	/** The file of this program. */
	readonly program: string;
	/** The server's data folder. */
	readonly folder: string;
};

/** Maximum milliseconds that a server may take to answer and to start, and the pause between two questions. */
const ANSWER_TIMEOUT = 1000;
const START_TIMEOUT = 20_000;
const ASK_EVERY = 50;

/** @returns the server that runs with this data folder; undefined if none does */
export async function askServer(folder: string): Promise<HostedServer | undefined> {
	const line = await ask(folder, {ask: 'join'});
	if (line === '') return undefined;
	const {controlAnswer} = await import('../../protocol/control.ts'); // most users run no server
	const answer = controlAnswer.safeParse(fromJson(line));
	if (!answer.success || !('hosts' in answer.data)) return undefined;
	const {hosts, port, fingerprint, code} = answer.data;
	const at = (host: string): Address => ({
		host,
		port,
		...(code !== undefined && {code}),
		...(fingerprint !== undefined && {fingerprint}),
	});
	return {addresses: ['127.0.0.1', ...hosts].map(at), joinLines: hosts.map(host => joinLine(at(host)))};
}

/** Asks as {@link askServer} does, and notices that the server has moved to another port since it was hosted. */
export async function findServer(folder: string): Promise<HostedServer | undefined> {
	const running = await askServer(folder);
	return running && withMove(folder, running);
}

/** Starts the server of this data folder, unless it runs. @returns the problem if it cannot be started */
export async function hostServer(options: HostOptions): Promise<HostedServer | {readonly problem: SafeText}> {
	try {
		const running = await askServer(options.folder);
		if (running && areLocal(running.joinLines) === options.network)
			return {problem: otherReach(options.network)};
		const hosted = running ?? (await startAndAsk(options));
		if ('problem' in hosted) return hosted;
		const found = await withMove(options.folder, hosted);
		await keepPort(options.folder, portOf(found));
		return found;
	} catch (error) {
		if (!(error instanceof Error && 'code' in error)) throw error;
		const problem = safeText`${options.folder} cannot hold a chat (${codeOf(error)}); make room or access, then try again.`;
		return {problem};
	}
}

function otherReach(wanted: boolean): SafeText {
	const [is, wish] = wanted ? ['this machine only', 'your network'] : ['your network', 'this machine only'];
	return safeText`Your chat runs already, open to ${is}. To open it to ${wish}, end it with npx chat-tui serve --stop, and host it again.`;
}

async function withMove(folder: string, server: HostedServer): Promise<HostedServer> {
	const movedFrom = await noticeMove(folder, portOf(server));
	return {...server, ...(movedFrom !== undefined && {movedFrom})};
}

function portOf({addresses: [own]}: HostedServer): number {
	return own?.port ?? 0;
}

async function startAndAsk(options: HostOptions): Promise<HostedServer | {readonly problem: SafeText}> {
	const log = path.join(options.folder, 'server.log');
	const host = options.network ? '0.0.0.0' : '127.0.0.1';
	const port = await portFor(options.folder, host);
	if (typeof port !== 'number') return port;
	const ended = await start(options, log, host, port);
	const deadline = performance.now() + START_TIMEOUT;
	while (performance.now() < deadline) {
		const hosted = await askServer(options.folder);
		if (hosted) return hosted;
		if (ended.aborted) return {problem: await lastLine(log)};
		await pause(ASK_EVERY);
	}

	return {problem: safeText`The server does not answer; ${log} says what it does.`};
}

/** Starts the server in a process group of its own. @returns a signal that is aborted when it has ended */
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

/** Sends one line to the control socket. @returns one line, empty if no server answers */
async function ask(folder: string, question: ControlAsk): Promise<string> {
	const control = pathIfAny(folder);
	if (control === undefined || !(await isOurs(control, folder))) return '';
	const socket = connect(control);
	const timer = setTimeout(() => socket.destroy(), ANSWER_TIMEOUT);
	socket.setEncoding('utf8').write(JSON.stringify(question) + '\n');
	let text = '';
	try {
		for await (const part of socket) {
			text += String(part);
			if (text.length > MAX_ANSWER) return '';
		}

		return text;
	} catch {
		return ''; // there is no such socket, or no server behind it
	} finally {
		clearTimeout(timer);
	}
}

/** @returns undefined for a folder whose name is too long for a server */
function pathIfAny(folder: string): string | undefined {
	try {
		return controlPathOf(folder);
	} catch (error) {
		if (error instanceof NoUserFolder) return undefined;
		throw error;
	}
}

/** Checks that the socket is there, and the owner of its folder: below the temporary folder another user could have made it, and answer there. */
async function isOurs(control: string, folder: string): Promise<boolean> {
	const place = path.dirname(control);
	if (process.platform === 'win32') return true;
	if (place === path.resolve(folder)) return existsSync(control);
	try {
		const {uid, mode} = await lstat(place);
		return uid === process.getuid?.() && (mode & 0o077) === 0;
	} catch {
		return false; // it does not exist
	}
}

async function lastLine(log: string): Promise<SafeText> {
	const lines = (await readFile(log, 'utf8')).trimEnd().split('\n');
	const last = lines.at(-1)?.replace(/^chat-tui: /, ''); // on the screen the program's name says nothing
	return cleanLine(last || `The server has ended; start it with npx chat-tui serve to see why.`);
}
