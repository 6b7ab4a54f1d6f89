/** Queues the requests of one client behind a slow one; while too many wait, the client is not read. */
import type {RequestFrame} from '../../protocol/frames.ts';
import type {Session} from '../net/session.ts';

/** Maximum requests of one client that wait behind a slow one. */
const MAX_WAITING = 32;

export class RequestQueue {
	private readonly session: Session;
	private readonly handle: (frame: RequestFrame) => void;
	private isBusy = false;
	private waiting: RequestFrame[] = [];

	/** @param handle is given each request in order */
	constructor(session: Session, handle: (frame: RequestFrame) => void) {
		this.session = session;
		this.handle = handle;
	}

	/** Handles the request now, or behind those that wait. */
	add(frame: RequestFrame): void {
		if (!this.isBusy) {
			this.handle(frame);
			return;
		}

		this.waiting.push(frame);
		if (this.waiting.length === MAX_WAITING) this.session.pause();
	}

	/** Holds up the requests behind this work, which does not fail, until the client has read what came of it. */
	block(work: Promise<void>): void {
		this.isBusy = true;
		void work.then(() => this.session.whenRead(() => this.next()));
	}

	/** Drops what waits: the answers would reach no client, and some cost much. */
	clear(): void {
		this.waiting = [];
	}

	/** Handles those that waited, until one of them is slow as well. */
	private next(): void {
		this.isBusy = false;
		for (let frame = this.waiting.shift(); frame; frame = this.waiting.shift()) {
			this.handle(frame);
			if (this.isBusy as boolean) return; // handle() may have called block()
		}

		this.session.resume();
	}
}
