/**
 * A lock that no kill -9 can leave behind: a socket on which its holder listens, so that the system itself tells whether it runs.
 * (A process id in a file lies after a crash, when another process has that id.)
 */
import {createHash, randomBytes} from 'node:crypto';
import {rm} from 'node:fs/promises';
import {connect, createServer, type Server} from 'node:net';
import path from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {makeFolder} from './folder.ts';
import {codeOf, namesIn, ClientFileError} from './atomic-json-file.ts';

export type Lock = {release(): Promise<void>};

/** Longest path of a socket in bytes that every Unix takes; a longer one would be cut silently. */
const MAX_SOCKET_PATH = 103;
const ATTEMPTS = 4;

/**
 * Takes the lock `name` among those of the folder `home`, or undefined if a running process holds it.
 * @throws ClientFileError if the folder takes no lock
 */
export async function takeLock(home: string, name: string): Promise<Lock | undefined> {
	const key = createHash('sha256').update(name).digest('hex').slice(0, 12);
	if (process.platform === 'win32') return takePipe(`${path.resolve(home)}\\${key}`);
	const folder = path.join(home, 'locks');
	await makeFolder(folder).catch((error: unknown) => {
		throw new ClientFileError(
			`${folder} cannot be made (${codeOf(error)}); set CHAT_TUI_HOME to a folder of yours.`,
		);
	});
	for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
		const taken = await takeSocket(folder, key);
		if (taken !== 'tie') return taken;
		await pause(Math.random() * 20 * (attempt + 1)); // a tie of two that began together: one comes first now
	}

	return undefined;
}

/**
 * Each contender listens on a socket of its own, then looks for others: whoever sees another alive steps back. Of two
 * that begin together at least one sees the other, so never both hold the lock; nothing alive is ever removed.
 */
async function takeSocket(folder: string, key: string): Promise<Lock | undefined | 'tie'> {
	const others = async (own?: string): Promise<boolean> => {
		const names = (await namesIn(folder)).filter(name => name.startsWith(key) && name !== own);
		const alive = await Promise.all(names.map(async name => isAlive(path.join(folder, name))));
		return alive.includes(true);
	};

	if (await others()) return undefined;
	const own = `${key}.${randomBytes(4).toString('hex')}`;
	const lock = await listen(path.join(folder, own));
	if (!(await others(own)) && (await namesIn(folder)).includes(own)) return lock;
	await lock.release();
	return 'tie';
}

/** Windows ends a pipe with its process, and gives a name to one process only. */
async function takePipe(name: string): Promise<Lock | undefined> {
	const id = createHash('sha256').update(name).digest('hex').slice(0, 32);
	try {
		return await listen(`\\\\.\\pipe\\chat-tui-${id}`);
	} catch (error) {
		if (error instanceof ClientFileError) return undefined;
		throw error;
	}
}

async function listen(socketPath: string): Promise<Lock> {
	if (process.platform !== 'win32' && Buffer.byteLength(socketPath) > MAX_SOCKET_PATH) {
		throw new ClientFileError(`${socketPath} is too long for a lock; set CHAT_TUI_HOME to a shorter folder.`);
	}

	const server = createServer(socket => socket.destroy());
	await new Promise<void>((resolve, reject) => {
		server.once('error', error => {
			reject(
				new ClientFileError(`${socketPath} cannot be used as a lock (${codeOf(error)}); check that folder.`),
			);
		});
		server.listen(socketPath, resolve);
	});
	server.unref(); // a lock must not keep a program running
	return {release: async () => close(server)};
}

async function close(server: Server): Promise<void> {
	await new Promise<void>(resolve => server.close(() => resolve())); // removes the socket's file too
}

/** Whether a process listens there; what a dead one left is removed. */
async function isAlive(socketPath: string): Promise<boolean> {
	const failure = await new Promise<string | undefined>(resolve => {
		const socket = connect(socketPath);
		socket.once('connect', () => {
			socket.destroy();
			resolve(undefined);
		});
		socket.once('error', error => resolve(codeOf(error)));
	});
	if (failure === 'ENOENT') return false;
	if (failure !== 'ECONNREFUSED') return true; // when in doubt, somebody holds it
	await rm(socketPath, {force: true});
	return false;
}
