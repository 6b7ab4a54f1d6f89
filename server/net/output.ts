/** Writes lines to one socket: all of one turn together, as fast as the peer reads; reports when too much waits. */
import type {Socket} from 'node:net';
import {TLSSocket} from 'node:tls';
import type {Limits} from './limits.ts';

type OutputListener = {
	/** More waits than `outputHold`: nothing is to be read from the peer until {@link onFree}. */
	onFull(): void;
	onFree(): void;
	/** More waits than `outputCut`. */
	onOverflow(): void;
};

/** What was written last: the members of a room get the same, and it is joined and encoded once for all of them. */
let newest: {lines: readonly string[]; text: string; bytes: Buffer | undefined} | undefined;

/** Returns the lines as they are written. @param lines not to be changed any more */
function joined(lines: readonly string[]): string | Uint8Array {
	if (newest?.lines.length === lines.length && lines.every((line, at) => line === newest?.lines[at]))
		return (newest.bytes ??= Buffer.from(newest.text));
	const text = lines.length === 1 ? (lines[0] ?? '') : lines.join('');
	newest = {lines, text, bytes: undefined};
	return text;
}

/** Maximum milliseconds of writing in one turn of the event loop. */
const MAX_WRITING = 4;
/** Outputs between two looks at the clock. */
const STRIDE = 16;

/** Outputs that were added to and not written since, in the order in which they were. */
let fed: Output[] = [];

/** Writes what all outputs have; where there are very many, some of them in later turns. */
function flushAll(): void {
	const outputs = fed;
	const ends = performance.now() + MAX_WRITING;
	let written = 0;
	for (const output of outputs) {
		output.flush();
		if (++written % STRIDE === 0 && performance.now() >= ends) break;
	}

	fed = outputs.slice(written);
	if (fed.length > 0) setImmediate(flushAll);
	else newest = undefined;
}

/**
 * Bytes that TLS is given at once, of what is longer than that and no longer than {@link MAX_PIECEMEAL}: it keeps its buffers, as large as
 * they ever had to be, as long as the connection lasts.
 */
const PIECE = 4 * 1024;
const MAX_PIECEMEAL = 64 * 1024;

export class Output {
	private readonly socket: Socket;
	private readonly limits: Pick<Limits, 'outputHold' | 'outputCut'>;
	private readonly listener: OutputListener;
	private lines: string[] = [];
	/** What is given to TLS piece by piece. */
	private pieces: Uint8Array | undefined;
	/** UTF-16 units in {@link lines}, and those of them that were added in this turn of the event loop. */
	private size = 0;
	private fresh = 0;
	/** Size of the output of one turn for a peer that had read all before: however long, the peer is not slow. */
	private spared = 0;

	constructor(socket: Socket, limits: Pick<Limits, 'outputHold' | 'outputCut'>, listener: OutputListener) {
		this.socket = socket;
		this.limits = limits;
		this.listener = listener;
		socket.on('drain', this.feed);
	}

	/** Bytes, about, that the peer has not read yet. */
	get waiting(): number {
		return this.size + this.socket.writableLength + (this.pieces?.length ?? 0);
	}

	/** Whether the socket holds bytes that the peer has not read: then reading more is a sign of life. */
	get isBehind(): boolean {
		return this.socket.writableLength > 0 || this.pieces !== undefined;
	}

	/** Bytes that have left so far. */
	get taken(): number {
		return this.socket.bytesWritten - this.socket.writableLength;
	}

	add(line: string): void {
		this.lines.push(line);
		this.size += line.length;
		if (this.fresh === 0 && fed.push(this) === 1) setImmediate(flushAll);
		this.fresh += line.length;
		if (this.waiting > this.limits.outputHold) this.listener.onFull();
	}

	/** Writes all that waits, before the socket is ended. */
	end(): void {
		if (this.pieces) this.socket.write(this.pieces);
		this.pieces = undefined;
		if (this.size > 0) this.socket.write(this.lines.join(''));
		this.lines = [];
		this.size = 0;
		this.fresh = 0;
	}

	/** Writes all that waits, and stops listening to the socket. */
	detach(): void {
		this.end();
		this.socket.off('drain', this.feed);
	}

	/** Writes at the end of a turn of the event loop. */
	flush(): void {
		const {fresh} = this;
		if (fresh === 0) return;
		this.fresh = 0;
		const before = this.waiting - fresh;
		if (before === 0) this.spared = fresh;
		if (before > this.limits.outputCut + this.spared) this.listener.onOverflow();
		else this.feed();
	}

	/** Gives the socket so little at once that it shows whether its peer reads. */
	private readonly feed = (): void => {
		const {outputHold} = this.limits;
		while (this.size > 0 && !this.pieces && this.socket.writableLength <= outputHold) this.write(this.take());
		if (this.waiting <= outputHold) this.listener.onFree();
	};

	private write(data: string | Uint8Array): void {
		const isPiecemeal =
			this.socket instanceof TLSSocket && data.length > PIECE && data.length <= MAX_PIECEMEAL;
		if (!isPiecemeal) {
			this.socket.write(data);
			return;
		}

		this.pieces = typeof data === 'string' ? Buffer.from(data) : data;
		this.writePiece();
	}

	/** Writes a piece, and the next one when the socket has taken it. */
	private writePiece(): void {
		const {pieces} = this;
		if (!pieces) return;
		this.pieces = pieces.length > PIECE ? pieces.subarray(PIECE) : undefined;
		this.socket.write(pieces.subarray(0, PIECE), () => (this.pieces ? this.writePiece() : this.feed()));
	}

	private take(): string | Uint8Array {
		if (this.size <= this.limits.outputHold) {
			const {lines} = this;
			this.lines = [];
			this.size = 0;
			return joined(lines);
		}

		let [count, size] = [0, 0];
		for (const {length} of this.lines) {
			if (count > 0 && size + length > this.limits.outputHold) break;
			count++;
			size += length;
		}

		this.size -= size;
		return this.lines.splice(0, count).join('');
	}
}
