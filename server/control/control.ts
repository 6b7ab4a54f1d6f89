/** Control socket: locks a data folder for one server, and answers programs on this machine. */
import {lstat} from 'node:fs/promises';
import {createServer, type Server, type Socket} from 'node:net';
import {dirname, resolve} from 'node:path';
import {controlPathOf} from '../../lib/control-path.ts';
import {makeFolder} from '../../lib/folder.ts';
import {
	controlAsk,
	MAX_OPERATOR_LINE,
	type ControlAnswer,
	type ControlAsk,
	type OperatorAnswer,
} from '../../protocol/control.ts';
import {LineSplitter} from '../../protocol/lines.ts';
import {CannotStart} from '../../lib/cannot-start.ts';
import {listenExclusively, removeSocket, socketIdentity, stopListening} from '../../lib/exclusive-socket.ts';

/** Answers a program. */
type Answer = (ask: ControlAsk) => ControlAnswer | Promise<OperatorAnswer>;

export type Control = {
	/** Releases the folder for the next server. */
	release(): Promise<void>;
	/** Sets what programs are answered from now on; before that they wait. */
	answer(answer: Answer): void;
	/**
	 * Checks whether the socket, by which the folder is locked, still is at its path.
	 * @returns `again` if it was removed and made again; `lost` if another server has taken the folder meanwhile
	 */
	keep(): Promise<'kept' | 'again' | 'lost'>;
};

/**
 * Locks the data folder for as long as this process lives: unlike a file with a process id, a socket dies with its process.
 * @throws CannotStart when another server has it
 */
export async function takeFolder(folder: string): Promise<Control> {
	const path = controlPathOf(folder);
	await makeFolder(folder);
	if (process.platform !== 'win32') await makeFolder(dirname(path));
	await mustBeOurs(folder);
	const socket = new ControlSocket(path);
	if (!(await socket.listen()))
		throw new CannotStart(
			`Another server uses ${folder}; stop it with npx chat-tui serve --stop --data ${folder}, or choose another folder with --data.`,
		);
	return socket;
}

class ControlSocket implements Control {
	private readonly path: string;
	private server: Server | undefined;
	/** Identity of the socket on which this process listens. */
	private own: string | undefined;
	private answering: Answer | undefined;
	private readonly waiting: Array<() => void> = [];
	private readonly open = new Set<Socket>();
	private keeping: Promise<unknown> = Promise.resolve();
	private released: Promise<void> | undefined;

	constructor(path: string) {
		this.path = path;
	}

	/** @returns false if another process listens there */
	async listen(): Promise<boolean> {
		const server = createServer(socket => this.take(socket));
		if (!(await listenExclusively(server, this.path))) return false;
		this.server?.close(); // no client can reach it any more
		this.server = server;
		this.own = await socketIdentity(this.path);
		return true;
	}

	async keep(): Promise<'kept' | 'again' | 'lost'> {
		if (process.platform === 'win32' || (await socketIdentity(this.path)) === this.own || this.released)
			return 'kept';
		const again = this.listen();
		this.keeping = again.catch(() => undefined); // the caller hears of it
		return (await again) ? 'again' : 'lost';
	}

	answer(answer: Answer): void {
		this.answering = answer;
		for (const reply of this.waiting.splice(0)) reply();
	}

	async release(): Promise<void> {
		this.released ??= this.giveFree(); // a second time, the socket there would be the next server's
		return this.released;
	}

	private async giveFree(): Promise<void> {
		await this.keeping;
		await removeSocket(this.path, this.own);
		for (const socket of this.open) socket.destroySoon();
		if (this.server) await stopListening(this.server);
	}

	private take(socket: Socket): void {
		this.open.add(socket.on('close', () => this.open.delete(socket)));
		readAsk(socket, ask => {
			const reply = () => void this.reply(socket, ask);
			if (this.answering) reply();
			else this.waiting.push(reply);
		});
	}

	private async reply(socket: Socket, ask: ControlAsk): Promise<void> {
		const answer = await this.answering?.(ask);
		socket.end(`${JSON.stringify(answer)}\n`);
	}
}

/**
 * Checks that the folder of the control socket belongs to this user: another user's socket would be taken for the server's.
 * @throws CannotStart if it does not
 */
export async function mustBeOurs(folder: string): Promise<void> {
	const place = dirname(controlPathOf(folder));
	if (process.platform === 'win32' || place === resolve(folder)) return;
	const found = await lstat(place).catch((error: unknown) => {
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error; // not made yet
	});
	if (found && (found.uid !== process.getuid?.() || (found.mode & 0o077) !== 0))
		throw new CannotStart(
			`${place} is open to other people; remove it, or choose a shorter path with --data.`,
		);
}

/** Maximum bytes of a request: of a command line each unit may be escaped. */
const MAX_ASK = 6 * MAX_OPERATOR_LINE + 200;

function readAsk(socket: Socket, asked: (ask: ControlAsk) => void): void {
	const lines = new LineSplitter(MAX_ASK);
	socket.on('error', () => socket.destroy()); // the program that asked is gone
	socket.on('data', (chunk: Buffer) => {
		try {
			lines.push(chunk);
			const line = lines.next();
			if (line === undefined) return;
			socket.removeAllListeners('data').resume(); // one request for each connection
			asked(controlAsk.parse(JSON.parse(line)));
		} catch {
			socket.destroy(); // not an ask of ours
		}
	});
}
