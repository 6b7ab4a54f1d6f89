/** Makes a listener the only one of a path: of servers that start at the same moment, at most one gets it. */
import {randomBytes, randomInt} from 'node:crypto';
import {chmod, readdir, rename, rm} from 'node:fs/promises';
import {connect, type Server} from 'node:net';
import {basename, dirname, join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';

/** Servers that started together see each other and all step back; then each tries again after a while of its own. */
const TRIES = 20;
const MAX_PAUSE = 100;

/**
 * Resolves with false when another process listens there. What a process left that was killed is replaced.
 *
 * Each first listens under a name of its own beside the path, and only then looks for others, under such names and at the
 * path itself. Of two, the one that listened later therefore sees the other, unless that has stepped back; so never do both
 * see nobody. Whoever sees nobody moves its socket to the path.
 */
export async function listenAlone(server: Server, path: string): Promise<boolean> {
	if (process.platform === 'win32') return listens(server, path); // the name of a pipe dies with its process
	for (let tries = 0; tries < TRIES; tries++) {
		if (await isAnswered(path)) return false;
		const own = `${path}.${randomBytes(3).toString('hex')}`;
		if (await listens(server, own)) {
			if (!(await hasRivals(path, own)) && (await moves(own, path))) return true;
			await new Promise(closed => server.close(closed));
		}

		await pause(randomInt(MAX_PAUSE));
	}

	return false;
}

/** Whether another process listens at the path, or is about to; names that nobody answers at are removed. */
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

/** Not when a rival took the socket for a dead one, in the moment before it began to listen. */
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

/** Whoever may not even ask cannot have the path either: that is no answer, and rejects with the system's error. */
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
