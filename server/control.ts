/** The control socket of a data folder: whoever listens on it holds the folder, and answers programs of this machine. */
import {lstat, rm} from 'node:fs/promises';
import {createServer, type Socket} from 'node:net';
import {dirname, resolve} from 'node:path';
import {controlPathOf} from '../machine/control-path.ts';
import {makeFolder} from '../machine/folder.ts';
import {controlAsk, type ControlAnswer, type ControlAsk} from '../protocol/control.ts';
import {LineSplitter} from '../protocol/lines.ts';
import {CannotStart} from './cannot-start.ts';
import {listenAlone} from './sole-listener.ts';

export type Control = {
	/** Gives the folder to whoever wants it next. */
	release(): Promise<void>;
	/** From now on programs get this answer; until then they wait. */
	answer(answer: (ask: ControlAsk['ask']) => ControlAnswer): void;
};

/**
 * Takes the folder, for as long as this process lives: unlike a file with a number in it, a socket dies with its process.
 * @throws CannotStart when another server has it
 */
export async function takeFolder(folder: string): Promise<Control> {
	const path = controlPathOf(folder);
	await makeFolder(folder);
	if (process.platform !== 'win32') await makeFolder(dirname(path));
	await mustBeOurs(folder);
	let answering: ((ask: ControlAsk['ask']) => ControlAnswer) | undefined;
	const waiting: Array<() => void> = [];
	const open = new Set<Socket>();
	const server = createServer(socket => {
		open.add(socket.on('close', () => open.delete(socket)));
		readAsk(socket, ask => {
			const reply = () => socket.end(`${JSON.stringify(answering?.(ask))}\n`);
			if (answering) reply();
			else waiting.push(reply);
		});
	});
	if (!(await listenAlone(server, path)))
		throw new CannotStart(
			`Another server uses ${folder}; stop it with npx chat-tui serve --stop --data ${folder}, or choose another folder with --data.`,
		);
	const own = await inodeOf(path);
	let released: Promise<void> | undefined;
	const release = async () => {
		if (own !== undefined && (await inodeOf(path)) === own) await rm(path, {force: true}); // where the folder was moved away, it is another server's
		for (const socket of open) socket.destroySoon();
		await new Promise(closed => server.close(closed));
	};
	return {
		release: async () => (released ??= release()), // a second time, the socket there would be the next server's
		answer(answer) {
			answering = answer;
			for (const reply of waiting.splice(0)) reply();
		},
	};
}

/** What tells the socket from another at its path; undefined: there is none, or it is a pipe, which goes by itself. */
async function inodeOf(path: string): Promise<string | undefined> {
	if (process.platform === 'win32') return undefined;
	const found = await lstat(path, {bigint: true}).catch(() => undefined); // gone with its folder
	return found && `${found.dev} ${found.ino}`;
}

/**
 * Somebody else's folder below the temporary one might hold a socket of theirs, which others would take for ours.
 * @throws CannotStart where the control socket of the data folder would be in such a place
 */
export async function mustBeOurs(folder: string): Promise<void> {
	const place = dirname(controlPathOf(folder));
	if (process.platform === 'win32' || place === resolve(folder)) return;
	const found = await lstat(place).catch((error: unknown) => {
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error; // nobody has made it
	});
	if (found && (found.uid !== process.getuid?.() || (found.mode & 0o077) !== 0))
		throw new CannotStart(
			`${place} is open to other people; remove it, or choose a shorter path with --data.`,
		);
}

const LONGEST_ASK = 200;

function readAsk(socket: Socket, asked: (ask: ControlAsk['ask']) => void): void {
	const lines = new LineSplitter(LONGEST_ASK);
	socket.on('error', () => socket.destroy()); // whoever asked is gone
	socket.on('data', (chunk: Buffer) => {
		try {
			for (const line of lines.push(chunk)) asked(controlAsk.parse(JSON.parse(line)).ask);
		} catch {
			socket.destroy(); // not an ask of ours
		}
	});
}
