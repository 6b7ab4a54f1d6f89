/** One client as the core sees it: its session, its requests in order, and the order of its messages. */
import type {RequestFrame} from '../../protocol/frames.ts';
import type {Session} from '../net/session.ts';
import {MessageOrder} from './message-order.ts';

/** Maximum requests of one client that wait behind a slow one, and that wait for their turn to be decided. */
const MAX_WAITING = 32;
const MAX_DECIDING = 128;

/** Handles a request of a client. It may call {@link Client.block}, {@link Client.hold} and {@link Client.inTurn}. */
export type HandleRequest = (client: Client, frame: RequestFrame) => void;

export class Client {
	readonly session: Session;
	/** Order of the messages of its session; a new sign-in begins a new one. */
	order = new MessageOrder();
	hasGreeted = false;
	private readonly handle: HandleRequest;
	/** What holds up further requests: slow work, or requests before them that wait for their turn. */
	private heldUpBy: 'work' | 'turn' | undefined;
	private deciding = 0;
	private waiting: RequestFrame[] = [];

	/** @param handle is given each request in order */
	constructor(session: Session, handle: HandleRequest) {
		this.session = session;
		this.handle = handle;
	}

	/** Handles the request now, or behind those that wait; while too many wait, the client is not read. */
	receive(frame: RequestFrame): void {
		if (this.heldUpBy === undefined && this.deciding < MAX_DECIDING) {
			this.handle(this, frame);
			return;
		}

		this.heldUpBy ??= 'turn';
		this.waiting.push(frame);
		if (this.waiting.length >= MAX_WAITING) this.session.pause();
	}

	/** Whether requests wait for their turn. */
	get isDeciding(): boolean {
		return this.deciding > 0;
	}

	/** Decides on a request in its turn. @param turn calls what it is given when the turn has come */
	inTurn(turn: (work: () => void) => void, decide: () => void): void {
		this.deciding++;
		turn(() => {
			this.deciding--;
			decide();
			if (this.heldUpBy === 'turn' && this.deciding === 0) this.next();
		});
	}

	/** Holds the request that is being handled, and those behind it, until the ones before it are decided. */
	hold(frame: RequestFrame): void {
		this.heldUpBy = 'turn';
		this.waiting.unshift(frame);
	}

	/** Holds up the requests behind this work, which does not fail, until the client has read what came of it. */
	block(work: Promise<void>): void {
		this.heldUpBy = 'work';
		void work.then(() => this.session.whenRead(() => this.next()));
	}

	/** Drops the requests that wait: the answers would reach no client, and some cost much. */
	drop(): void {
		this.waiting = [];
	}

	/** Handles those that waited, until one of them is slow as well. */
	private next(): void {
		this.heldUpBy = undefined;
		for (let frame = this.waiting.shift(); frame; frame = this.waiting.shift()) {
			this.handle(this, frame);
			if (this.heldUpBy as string | undefined) return; // handle() may have called block() or hold()
		}

		this.session.resume();
	}
}
