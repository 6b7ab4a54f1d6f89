/** Receives a file from a client: writes what arrives, and reads no more while much waits for the disk. */
import {createHash} from 'node:crypto';
import type {Socket} from 'node:net';
import {DIGEST_BYTES} from '../../protocol/uploads.ts';
import {writeAll} from '../../lib/write-all.ts';
import type {Draft} from './blobs.ts';

/** Bytes that are written at once, and bytes that wait for the disk until the client is read no further. */
const WRITTEN_AT_ONCE = 256 * 1024;
const MAX_WAITING = 1024 * 1024;

/** `left`: the connection ended too early. */
type Received = {readonly sha256: string} | {readonly failed: 'left' | 'transferTooLong' | 'wrongHash'};

/** Receives `size` bytes and their SHA-256. @param heard called when bytes arrive @throws the system's error of a write */
export async function receive(
	socket: Socket,
	size: number,
	draft: Draft,
	heard: () => void,
): Promise<Received> {
	const receiving = new Receiving(socket, size, draft);
	socket.on('data', heard);
	try {
		return await receiving.received;
	} finally {
		socket.off('data', heard);
		receiving.stop();
	}
}

class Receiving {
	readonly received: Promise<Received>;
	private readonly socket: Socket;
	private readonly size: number;
	private readonly draft: Draft;
	private readonly hash = createHash('sha256');
	private readonly trailer: Buffer[] = [];
	private waiting: Buffer[] = [];
	private waitingBytes = 0;
	private arrived = 0;
	private written = 0;
	private isWriting = false;
	private hasEnded = false;
	private settle: (received: Received) => void = () => undefined;
	private fail: (error: Error) => void = () => undefined;

	constructor(socket: Socket, size: number, draft: Draft) {
		this.socket = socket;
		this.size = size;
		this.draft = draft;
		this.received = new Promise((resolve, reject) => {
			this.settle = resolve;
			this.fail = reject;
		});
		socket.on('data', this.onData).on('end', this.onEnd).on('close', this.onEnd);
		socket.resume();
		if (socket.destroyed) this.onEnd(); // it has told of its end already
	}

	stop(): void {
		this.socket.off('data', this.onData).off('end', this.onEnd).off('close', this.onEnd);
	}

	private get whole(): number {
		return this.size + DIGEST_BYTES;
	}

	private readonly onData = (chunk: Buffer): void => {
		const content = chunk.subarray(0, Math.max(0, this.size - this.arrived));
		if (content.length < chunk.length) this.trailer.push(chunk.subarray(content.length));
		this.arrived += chunk.length;
		if (content.length > 0) {
			this.hash.update(content);
			this.waiting.push(content);
			this.waitingBytes += content.length;
		}

		if (this.waitingBytes >= MAX_WAITING || this.arrived > this.whole) this.socket.pause();
		this.goOn();
	};

	private readonly onEnd = (): void => {
		this.hasEnded = true;
		this.goOn();
	};

	/** Writes what is enough to write, or tells how it went. */
	private goOn(): void {
		const {arrived, written, waitingBytes, size, whole, hasEnded} = this;
		if (this.isWriting) return;
		if (arrived > whole) this.finish({failed: 'transferTooLong'});
		else if (arrived === whole && written === size) this.finish(this.compared());
		else if (waitingBytes >= WRITTEN_AT_ONCE || (waitingBytes > 0 && arrived >= size)) this.write();
		else if (hasEnded) this.finish({failed: 'left'});
	}

	/** Listens no more: the end of the connection may follow before the caller hears of this. */
	private finish(received: Received): void {
		this.stop();
		this.settle(received);
	}

	private write(): void {
		const pieces = this.waiting;
		this.waiting = [];
		this.waitingBytes = 0;
		this.isWriting = true;
		writeAll(this.draft.handle, pieces, this.written).then(
			bytes => {
				this.isWriting = false;
				this.written += bytes;
				this.socket.resume();
				this.goOn();
			},
			(error: unknown) => this.fail(error as Error), // of the disk
		);
	}

	private compared(): Received {
		const sha256 = this.hash.digest('hex');
		return Buffer.concat(this.trailer).toString('hex') === sha256 ? {sha256} : {failed: 'wrongHash'};
	}
}
