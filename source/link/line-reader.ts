/** Reads the lines of a socket in time slices, so that keys, signals and timers have their turn however much a server sends. */
import type {Socket} from 'node:net';
import {LineSplitter, LineTooLong, NotUtf8} from '../../protocol/lines.ts';
import {isSliceOver, nextSlice} from '../../protocol/time-slice.ts';

export type LineListener = {
	/** Bytes have come, or are still being read. */
	heard(): void;
	/** In the order of the wire; as many lines as a time slice allows are told before the socket's event ends. */
	line(line: string): void;
	/** A line was too long, or not UTF-8: no more lines follow. */
	unreadable(): void;
	/** Called once, after the last line: with the system's error, or undefined when the server ended the stream. */
	ended(error: unknown): void;
};

export class LineReader {
	readonly #socket: Socket;
	readonly #splitter: LineSplitter;
	readonly #listener: LineListener;
	/** Lines of the newest chunk that have not been told. */
	#rest: Iterator<string> | undefined;
	#end: {readonly error: unknown} | undefined;
	#isStopped = false;

	/** @param cap longest line in bytes */
	constructor(socket: Socket, cap: number, listener: LineListener) {
		this.#socket = socket;
		this.#splitter = new LineSplitter(cap);
		this.#listener = listener;
		socket.on('data', this.#take);
		socket.on('error', this.#ended);
		socket.once('close', () => this.#ended(undefined));
	}

	/** Tells nothing more; what still comes is dropped. */
	stop(): void {
		this.#isStopped = true;
		this.#rest = undefined;
		this.#socket.off('data', this.#take).resume();
	}

	readonly #take = (chunk: Buffer): void => {
		this.#rest = this.#splitter.push(chunk);
		this.#tell();
	};

	/** While lines wait for the next slice, the socket is paused: what follows them stays with the system. */
	#tell(): void {
		if (this.#isStopped) return;
		this.#listener.heard();
		try {
			if (this.#tellSlice()) return;
		} catch (error) {
			if (!(error instanceof LineTooLong || error instanceof NotUtf8)) throw error;
			this.stop();
			this.#listener.unreadable();
			return;
		}

		this.#socket.pause();
		void nextSlice().then(() => this.#tell());
	}

	/** Whether all lines have been told. */
	#tellSlice(): boolean {
		for (let next = this.#rest?.next(); next && !next.done; next = this.#rest?.next()) {
			this.#listener.line(next.value);
			if (isSliceOver()) return this.#isStopped;
		}

		this.#rest = undefined;
		if (this.#isStopped) return true;
		this.#socket.resume();
		if (this.#end) this.#listener.ended(this.#end.error);
		return true;
	}

	readonly #ended = (error: unknown): void => {
		if (this.#isStopped || this.#end) return;
		this.#end = {error};
		if (this.#rest === undefined) this.#listener.ended(error);
	};
}
