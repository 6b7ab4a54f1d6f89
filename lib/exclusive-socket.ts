/** Takes a path exclusively: at most one process listens on its socket, and a kill leaves nothing that holds it. */
import {randomBytes, randomInt} from 'node:crypto';
import {chmod, lstat, readdir, rename, rm} from 'node:fs/promises';
import {connect, type Server} from 'node:net';
import {basename, dirname, join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';

/** Processes that started together see each other and all step back; then each tries again after a random pause. */
const MAX_TRIES = 20;
/** Maximum pause between two tries, in milliseconds. */
const MAX_PAUSE = 100;

/**
 * Makes the server the only one that listens at the path; replaces a socket that a killed process left.
 *
 * Each contender first listens under a name of its own beside the path, and only then looks for others, under such names and at
 * the path itself. Of two contenders, the one that listened later sees the other, unless that has stepped back; so never do both
 * see no other. A contender that sees no other moves its socket to the path.
 * @param path at most 96 bytes long; 7 more are needed while contenders are looked for
 * @returns false when another process listens there
 * @throws the system's error; the server does not listen then
 */
export async function listenExclusively(server: Server, path: string): Promise<boolean> {
	if (process.platform === 'win32') return listens(server, path); // the name of a pipe dies with its process
	for (let tries = 0; tries < MAX_TRIES; tries++) {
		if (await isAnswered(path)) return false;
		const own = `${path}.${randomBytes(3).toString('hex')}`;
		if (await listens(server, own)) {
			if (await wins(server, own, path)) return true;
			await stopListening(server);
		}

		await pause(randomInt(MAX_PAUSE));
	}

	return false;
}

/** Removes the socket at the path, unless another process has put its own there. */
export async function removeSocket(path: string, identity: string | undefined): Promise<void> {
	if (identity !== undefined && (await socketIdentity(path)) === identity) await rm(path, {force: true});
}

/** Stops listening; resolves when the last connection has gone. */
export async function stopListening(server: Server): Promise<void> {
	await new Promise(closed => server.close(closed));
}

/** Identifies the socket at a path. @returns undefined if there is none, or for a pipe, which goes by itself */
export async function socketIdentity(path: string): Promise<string | undefined> {
	if (process.platform === 'win32') return undefined;
	const found = await lstat(path, {bigint: true}).catch(() => undefined); // gone with its folder
	return found && `${found.dev} ${found.ino}`;
}

async function wins(server: Server, own: string, path: string): Promise<boolean> {
	try {
		return !(await hasRivals(path, own)) && (await moves(own, path));
	} catch (error) {
		await stopListening(server);
		throw error;
	}
}

/** Whether another process listens at the path, or is about to; removes names at which no process answers. */
async function hasRivals(path: string, own: string): Promise<boolean> {
	const folder = dirname(path);
	for (const name of await readdir(folder)) {
		const other = join(folder, name);
		if (!name.startsWith(`${basename(path)}.`) || other === own) continue;
		if (await isAnswered(other)) return true;
		await rm(other, {force: true});
	}

	return isAnswered(path); // last, since a rival may have moved there while the others were looked at
}

/** False when a rival took the socket for a dead one, in the moment before it began to listen. */
async function moves(own: string, path: string): Promise<boolean> {
	try {
		await chmod(own, 0o600);
		await rename(own, path);
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false; // node:fs throws these and nothing else
		throw error;
	}
}

async function listens(server: Server, path: string): Promise<boolean> {
	return new Promise((done, fail) => {
		const onError = (error: NodeJS.ErrnoException) => {
			if (error.code === 'EADDRINUSE') done(false);
			else fail(error);
		};
		server.once('error', onError);
		server.listen(path, () => {
			server.off('error', onError);
			done(true);
		});
	});
}

/** A process that may not even connect cannot have the path either: this rejects with the system's error. */
const FORBIDDEN: ReadonlySet<string | undefined> = new Set(['EACCES', 'EPERM', 'ELOOP', 'ENOTDIR']);

async function isAnswered(path: string): Promise<boolean> {
	return new Promise((done, fail) => {
		const socket = connect(path, () => {
			socket.destroy();
			done(true);
		});
		socket.on('error', (error: NodeJS.ErrnoException) => {
			if (FORBIDDEN.has(error.code)) fail(error);
			else done(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT');
		});
	});
}
