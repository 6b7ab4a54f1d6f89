/** Runs all transfers of files: each on its own connection, until it is whole, idle, too slow, or not wanted any more. */
import type {Socket} from 'node:net';
import {pipeline} from 'node:stream/promises';
import type {Clock} from '../../lib/clock.ts';
import {encodeReply} from '../../protocol/frames.ts';
import {refuse, type Refusal} from '../../protocol/refusals.ts';
import {RecordUnreachable} from '../journal/record-faults.ts';
import {errorEntry, type Log, type TransferEnd} from '../log/log-entry.ts';
import type {Limits} from '../net/limits.ts';
import type {TransferSide} from '../net/session.ts';
import type {Blobs} from './blobs.ts';
import {receive} from './receiving.ts';

/** Codes of a disk that takes no more. */
const NO_ROOM: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM']);
/** Maximum transfers of all accounts at the same time. */
const MAX_RUNNING = 200;

type TransfersOptions = {
	readonly blobs: Blobs;
	readonly clock: Clock;
	/** By which transfers must be over: that of the rules, which may be another than this server's. */
	readonly uptime: () => number;
	readonly limits: Pick<Limits, 'transferIdle' | 'goodbye'>;
	readonly log: Log;
	/** Called once for each, and awaited. `sha256`: of what was uploaded and is on disk. */
	readonly onEnd: (ticket: string, sha256?: string) => Promise<void>;
};

type Running = {
	readonly side: TransferSide;
	readonly socket: Socket;
	heard: number;
	why: TransferEnd | undefined;
};

export class Transfers {
	private readonly options: TransfersOptions;
	private readonly running = new Set<Running>();
	private hasStopped = false;

	constructor(options: TransfersOptions) {
		this.options = options;
	}

	/** Makes a connection a transfer, which has been answered. */
	join(socket: Socket | undefined, address: string, side: TransferSide): void {
		const {clock, log, onEnd} = this.options;
		socket?.on('error', () => socket.destroy()); // a broken link is an ordinary end, and `close` follows
		if (!socket || this.hasStopped || this.isFull) {
			socket?.destroy();
			onEnd(side.ticket).catch((error: unknown) => log(errorEntry('transfer', error)));
			return;
		}

		const running: Running = {side, socket, heard: clock.uptime(), why: undefined};
		this.running.add(running);
		const {user, direction} = side;
		this.run(running)
			.catch((error: unknown) => {
				log(errorEntry('transfer', error));
				running.why ??= 'failed';
				return undefined;
			})
			.then(why => {
				this.running.delete(running);
				log({
					type: 'transferred',
					user,
					address,
					direction,
					size: side.size,
					why: running.why ?? why ?? 'done',
				});
			})
			.catch((error: unknown) => log(errorEntry('transfer', error)));
	}

	/** Whether there are as many as the server runs at once. */
	get isFull(): boolean {
		return this.running.size >= MAX_RUNNING;
	}

	/** Ends those that idle or take too long; to be called every second or so. @param now uptime of this server in milliseconds */
	check(now: number): void {
		const time = this.options.uptime();
		for (const running of this.running) {
			if (now - running.heard >= this.options.limits.transferIdle) this.cut(running, 'idle');
			else if (time >= running.side.until) this.cut(running, 'tooSlow');
		}
	}

	/** Ends all transfers, and those to come. */
	stop(): void {
		this.hasStopped = true;
		for (const running of this.running) this.cut(running, 'stopping');
	}

	private cut(running: Running, why: TransferEnd): void {
		running.why ??= why;
		running.socket.destroy();
	}

	private async run(running: Running): Promise<TransferEnd> {
		const {side} = running;
		try {
			return side.direction === 'up'
				? await this.receive(running, side.size)
				: await this.send(running, side);
		} finally {
			if (side.direction === 'down') await this.options.onEnd(side.ticket);
		}
	}

	private async send(
		running: Running,
		{sha256, size, offset}: Extract<TransferSide, {direction: 'down'}>,
	): Promise<TransferEnd> {
		const {blobs, clock} = this.options;
		const {socket} = running;
		const content = await blobs.read(sha256, size, offset);
		if (!content) {
			socket.destroy();
			return 'failed';
		}

		socket.on('drain', () => (running.heard = clock.uptime()));
		socket.resume(); // nothing is expected, and an end is noticed
		try {
			await pipeline(content, socket);
			this.closeSoon(socket);
			return 'done';
		} catch {
			return 'left'; // or it was cut, which says why
		}
	}

	private async receive(running: Running, size: number): Promise<TransferEnd> {
		const {blobs, clock} = this.options;
		const {side, socket} = running;
		let isOver = false;
		const end = async (sha256?: string) => {
			if (isOver) return;
			isOver = true;
			await this.options.onEnd(side.ticket, sha256);
		};
		try {
			const draft = await blobs.begin();
			try {
				const received = await receive(socket, size, draft, () => (running.heard = clock.uptime()));
				if ('failed' in received) {
					if (received.failed !== 'left') this.answer(running, refuse(received.failed));
					return received.failed;
				}

				await blobs.keep(draft, received.sha256, async () => end(received.sha256));
				this.answer(running, {});
				return 'done';
			} finally {
				await blobs.discard(draft);
			}
		} catch (error) {
			this.answer(running, refuse(whyNotKept(error)));
			throw error;
		} finally {
			await end();
		}
	}

	/** Sends the second frame, and closes. */
	private answer({side, socket}: Running, reply: object | Refusal): void {
		if (socket.writable) socket.end(encodeReply(side.requestId, reply));
		socket.resume(); // what still comes is thrown away, so that the answer arrives
		this.closeSoon(socket);
	}

	/** Closes a connection on which all was sent, also where the client leaves its side open. */
	private closeSoon(socket: Socket): void {
		const {clock, limits} = this.options;
		clock.after(limits.goodbye, () => socket.destroy());
	}
}

function whyNotKept(error: unknown): 'diskFull' | 'filesAway' | 'internal' {
	if (error instanceof RecordUnreachable) return 'filesAway';
	const {code = ''} = error as NodeJS.ErrnoException; // errors of the system have one
	return NO_ROOM.has(code) ? 'diskFull' : 'internal';
}
