/** The requests of one connection, one after the other: behind a slow one the others wait, and behind too many nothing is read. */
import type {RequestFrame} from '../../protocol/frames.ts';
import type {Connection} from '../net/connection.ts';

/** So many requests of one connection wait behind a slow one; then it is not read. */
const MAX_WAITING = 32;

export class RequestQueue {
	private readonly connection: Connection;
	private readonly take: (frame: RequestFrame) => void;
	private busy = false;
	private waiting: RequestFrame[] = [];

	/** @param take is given each request when its turn comes */
	constructor(connection: Connection, take: (frame: RequestFrame) => void) {
		this.connection = connection;
		this.take = take;
	}

	ask(frame: RequestFrame): void {
		if (!this.busy) {
			this.take(frame);
			return;
		}

		this.waiting.push(frame);
		if (this.waiting.length === MAX_WAITING) this.connection.pause();
	}

	/** Until this work, which does not fail, is done, and what came of it is read, nobody else has a turn. */
	wait(work: Promise<void>): void {
		this.busy = true;
		void work.then(() => this.connection.whenRead(() => this.next()));
	}

	/** Nobody would hear the answers, and some cost much. */
	end(): void {
		this.waiting = [];
	}

	/** Those that waited, until one of them is slow as well. */
	private next(): void {
		this.busy = false;
		for (let frame = this.waiting.shift(); frame; frame = this.waiting.shift()) {
			this.take(frame);
			if (this.busy as boolean) return; // take() may have called wait()
		}

		this.connection.resume();
	}
}
