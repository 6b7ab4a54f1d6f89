/**
 * Locks a name among processes, by a socket on which the holder listens: no kill -9 leaves the lock behind.
 * (A process id in a file lies after a crash, when another process has that id.)
 */
import {createHash} from 'node:crypto';
import {createServer} from 'node:net';
import path from 'node:path';
import {MAX_SOCKET} from '../protocol/control-socket.ts';
import {codeOf, ClientFileError} from './client-file-error.ts';
import {listenExclusively, removeSocket, socketIdentity, stopListening} from './exclusive-socket.ts';
import {makeFolder} from './folder.ts';

export type Lock = {release(): Promise<void>};

/**
 * Takes the lock `name` among those of the folder `home`.
 * @returns undefined if a running process holds it
 * @throws ClientFileError if the folder takes no lock
 */
export async function takeLock(home: string, name: string): Promise<Lock | undefined> {
	const socketPath = await socketPathOf(home, name);
	const server = createServer(socket => socket.destroy());
	try {
		if (!(await listenExclusively(server, socketPath))) return undefined;
	} catch (error) {
		if (process.platform === 'win32') return undefined; // the pipe of another user
		throw new ClientFileError(
			`${socketPath} cannot be used as a lock (${codeOf(error)}); check that folder.`,
		);
	}

	server.unref(); // a lock must not keep a program running
	const own = await socketIdentity(socketPath);
	return {
		async release() {
			await removeSocket(socketPath, own);
			await stopListening(server);
		},
	};
}

async function socketPathOf(home: string, name: string): Promise<string> {
	const key = digest(name, 12);
	if (process.platform === 'win32')
		return `\\\\.\\pipe\\chat-tui-${digest(`${path.resolve(home)}\\${key}`, 32)}`;
	const folder = path.join(home, 'locks');
	await makeFolder(folder).catch((error: unknown) => {
		throw new ClientFileError(
			`${folder} cannot be made (${codeOf(error)}); set CHAT_TUI_HOME to a folder of yours.`,
		);
	});
	const socketPath = path.join(folder, key);
	if (Buffer.byteLength(socketPath) <= MAX_SOCKET) return socketPath;
	throw new ClientFileError(`${socketPath} is too long for a lock; set CHAT_TUI_HOME to a shorter folder.`);
}

function digest(text: string, length: number): string {
	return createHash('sha256').update(text).digest('hex').slice(0, length);
}
