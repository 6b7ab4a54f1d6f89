/** Sends one file over an open channel, no faster than it is written on the other side. */
import {createHash, type Hash} from 'node:crypto';
import type {FileHandle} from 'node:fs/promises';
import {CHUNK_BYTES, WINDOW_BYTES, type PeerPort, type Said} from './messages.ts';
import {digestOf, hashPrefix} from './prefix-hash.ts';

type Options = {
	readonly port: PeerPort;
	readonly handle: FileHandle;
	/** What the receiver has asked for. */
	readonly asked: Said<'getFile'>;
	readonly moved: (bytes: number, size: number) => void;
};

/** `sent`: the receiver has not confirmed it yet. `stopped`: by {@link Sending.stop}. */
type SendingEnd = 'sent' | 'changed' | 'stopped';

export class Sending {
	private readonly options: Options;
	/** Whether the receiver has been sent everything. */
	isDone = false;
	private isStopped = false;
	private isFull = false;
	private sent = 0;
	private acknowledged = 0;
	private wake: (() => void) | undefined;

	constructor(options: Options) {
		this.options = options;
	}

	/**
	 * Sends the file; the caller closes it.
	 * @throws the system's error if the file cannot be read
	 */
	async run(): Promise<SendingEnd> {
		const {port, handle, asked} = this.options;
		const before = await handle.stat({bigint: true});
		const size = Number(before.size);
		const {hash, offset} = await this.agree(size);
		if (this.isStopped) return 'stopped';
		this.sent = offset;
		this.acknowledged = offset;
		port.tell({type: 'fileStarts', transfer: asked.transfer, size, offset} satisfies Said<'fileStarts'>);
		this.options.moved(offset, size);
		const end = await this.sendChunks(size, hash);
		if (end !== 'sent') return end;
		const after = await handle.stat({bigint: true});
		if (after.size !== before.size || after.mtimeNs !== before.mtimeNs) return 'changed';
		const sha256 = digestOf(hash);
		port.tell({type: 'fileEnds', transfer: asked.transfer, sha256} satisfies Said<'fileEnds'>);
		this.isDone = true;
		return 'sent';
	}

	/** The receiver has written so many bytes of the file. @returns false if that cannot be */
	acknowledge(bytes: number): boolean {
		if (bytes < this.acknowledged || bytes > this.sent) return false;
		this.acknowledged = bytes;
		this.wake?.();
		return true;
	}

	stop(): void {
		this.isStopped = true;
		this.wake?.();
	}

	/** Goes on where the receiver stopped if it has the same bytes, else from the beginning. */
	private async agree(size: number): Promise<{hash: Hash; offset: number}> {
		const {handle, asked} = this.options;
		if (asked.offset > 0 && asked.offset <= size) {
			const hash = await hashPrefix(handle, asked.offset, () => !this.isStopped);
			if (hash && digestOf(hash) === asked.prefixHash) return {hash, offset: asked.offset};
		}

		return {hash: createHash('sha256'), offset: 0};
	}

	private async sendChunks(size: number, hash: Hash): Promise<SendingEnd> {
		const {port, asked, moved} = this.options;
		let next = this.readAhead(size);
		while (this.sent < size) {
			await this.room();
			const bytes = await next;
			if (this.isStopped) return 'stopped';
			if (bytes.length === 0) return 'changed';
			this.sent += bytes.length;
			next = this.readAhead(size); // while these bytes are encrypted
			if (!port.sendData(asked.transfer, bytes)) this.waitForDrain();
			hash.update(bytes);
			moved(this.sent, size);
		}

		return this.isStopped ? 'stopped' : 'sent';
	}

	/** Begins to read the next bytes. Nobody waits for them if the transfer is stopped, or nothing is left to send. */
	private readAhead(size: number): Promise<Buffer> {
		const bytes = readChunk(this.options.handle, this.sent, size);
		bytes.catch(() => undefined); // whoever waits is told
		return bytes;
	}

	private waitForDrain(): void {
		this.isFull = true;
		void this.options.port.drained().then(() => {
			this.isFull = false;
			this.wake?.();
		});
	}

	/** Resolves when the window and the channel have room, or the transfer is stopped. */
	private async room(): Promise<void> {
		while (!this.isStopped && (this.isFull || this.sent - this.acknowledged > WINDOW_BYTES - CHUNK_BYTES))
			await new Promise<void>(resolve => {
				this.wake = resolve;
			});
	}
}

/** Reads bytes that the channel may keep until they are sent. @returns none at the end of the file */
async function readChunk(handle: FileHandle, position: number, size: number): Promise<Buffer> {
	const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, size - position));
	const {bytesRead} = await handle.read(chunk, 0, chunk.length, position);
	return chunk.subarray(0, bytesRead);
}
