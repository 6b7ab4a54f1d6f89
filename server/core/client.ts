/** One client as the core sees it: its session, its requests in order, and the order of its messages. */
import type {RequestFrame} from '../../protocol/frames.ts';
import type {Session} from '../net/session.ts';
import {MessageOrder} from './message-order.ts';

/** Maximum requests of one client that wait behind a slow one. */
const MAX_WAITING = 32;

/** Handles a request of a client. It may call {@link Client.block}. */
export type HandleRequest = (client: Client, frame: RequestFrame) => void;

export class Client {
	readonly session: Session;
	/** Order of the messages of its session; a new sign-in begins a new one. */
	order = new MessageOrder();
	hasGreeted = false;
	private readonly handle: HandleRequest;
	private isBlocked = false;
	private waiting: RequestFrame[] = [];

	/** @param handle is given each request in order */
	constructor(session: Session, handle: HandleRequest) {
		this.session = session;
		this.handle = handle;
	}

	/** Handles the request now, or behind those that wait; while too many wait, the client is not read. */
	receive(frame: RequestFrame): void {
		if (!this.isBlocked) {
			this.handle(this, frame);
			return;
		}

		this.waiting.push(frame);
		if (this.waiting.length === MAX_WAITING) this.session.pause();
	}

	/** Holds up the requests behind this work, which does not fail, until the client has read what came of it. */
	block(work: Promise<void>): void {
		this.isBlocked = true;
		void work.then(() => this.session.whenRead(() => this.next()));
	}

	/** Drops the requests that wait: the answers would reach no client, and some cost much. */
	drop(): void {
		this.waiting = [];
	}

	/** Handles those that waited, until one of them is slow as well. */
	private next(): void {
		this.isBlocked = false;
		for (let frame = this.waiting.shift(); frame; frame = this.waiting.shift()) {
			this.handle(this, frame);
			if (this.isBlocked as boolean) return; // handle() may have called block()
		}

		this.session.resume();
	}
}
