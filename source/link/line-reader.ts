/** Reads the lines of a socket in time slices, so that a server that sends much does not hold up keys and timers. */
import type {Socket} from 'node:net';
import {LineSplitter, LineTooLong, NotUtf8} from '../../protocol/lines.ts';
import {isSliceOver, nextSlice} from '../../protocol/time-slice.ts';

type LineListener = {
	/** Called when bytes arrive, and while they are still being read. */
	heard(): void;
	/** Called for each line, in the order of the wire. */
	line(line: string): void;
	/** Called once for a line that is too long or not UTF-8: no more lines follow. */
	unreadable(): void;
	/** Called once, after the last line. @param error of the system; undefined if the server ended the stream */
	ended(error: unknown): void;
};

export class LineReader {
	readonly #socket: Socket;
	readonly #splitter: LineSplitter;
	readonly #listener: LineListener;
	/** Whether lines of the newest chunk have not been handed on. */
	#hasMore = false;
	#end: {readonly error: unknown} | undefined;
	#isStopped = false;

	/** @param cap maximum bytes of a line */
	constructor(socket: Socket, cap: number, listener: LineListener) {
		this.#socket = socket;
		this.#splitter = new LineSplitter(cap);
		this.#listener = listener;
		socket.on('data', this.#take);
		socket.on('error', this.#ended);
		socket.once('close', () => this.#ended(undefined));
	}

	/** Hands on nothing more; bytes that still arrive are dropped. */
	stop(): void {
		this.#isStopped = true;
		this.#splitter.drop();
		this.#socket.off('data', this.#take).resume();
	}

	readonly #take = (chunk: Buffer): void => {
		this.#splitter.push(chunk);
		this.#hasMore = true;
		this.#tell();
	};

	/** Pauses the socket while lines wait for the next slice: further bytes stay with the system. */
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

	/** @returns whether all lines have been handed on */
	#tellSlice(): boolean {
		for (let line = this.#splitter.next(); line !== undefined; line = this.#splitter.next()) {
			this.#listener.line(line);
			if (isSliceOver()) return this.#isStopped;
		}

		this.#hasMore = false;
		if (this.#isStopped) return true;
		this.#socket.resume();
		if (this.#end) this.#listener.ended(this.#end.error);
		return true;
	}

	readonly #ended = (error: unknown): void => {
		if (this.#isStopped || this.#end) return;
		this.#end = {error};
		if (!this.#hasMore) this.#listener.ended(error);
	};
}
