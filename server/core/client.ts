/** One client as the core sees it: its session, and the order of its requests and messages. */
import type {RequestFrame} from '../../protocol/frames.ts';
import type {Session} from '../net/session.ts';
import {MessageOrder} from './message-order.ts';
import {RequestQueue} from './request-queue.ts';

export class Client {
	readonly session: Session;
	readonly queue: RequestQueue;
	/** Order of the messages of its session; a new sign-in begins a new one. */
	order = new MessageOrder();
	hasGreeted = false;

	/** @param handle is given each request in order */
	constructor(session: Session, handle: (client: Client, frame: RequestFrame) => void) {
		this.session = session;
		this.queue = new RequestQueue(session, frame => handle(this, frame));
	}
}
