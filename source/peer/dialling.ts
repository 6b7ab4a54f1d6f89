/** Dials the addresses of a partner, one shortly after another. */
import {connect, type Socket} from 'node:net';
import type {Clock} from '../../lib/clock.ts';
import type {PeerAddress} from '../../protocol/private-chats.ts';
import {NotSecured} from './secure.ts';

/** Milliseconds in which a connection is made. */
const DIAL_TIMEOUT = 5000;
/** Milliseconds between two addresses of one offer: most often the first one answers, and each handshake costs. */
const DIAL_EVERY = 60;
/** Maximum addresses that are dialled, however often the partner offers some. */
const MAX_DIALS = 8;

/** Tries a socket. @param connected rejects if the connection is not made. @returns resolves when it is authenticated or closed */
type Attempt = (socket: Socket, connected: Promise<void>) => Promise<void>;

export class Dialling {
	readonly #clock: Clock;
	readonly #attempt: Attempt;
	#dials = 0;
	#cancelTimers: Array<() => void> = [];

	constructor(clock: Clock, attempt: Attempt) {
		this.#clock = clock;
		this.#attempt = attempt;
	}

	dial([first, ...others]: readonly PeerAddress[]): void {
		if (first) this.#dial(first);
		for (const [at, address] of others.entries())
			this.#cancelTimers.push(this.#clock.after((at + 1) * DIAL_EVERY, () => this.#dial(address)));
	}

	/** Dials no more of them. */
	stop(): void {
		for (const cancel of this.#cancelTimers) cancel();
		this.#cancelTimers = [];
	}

	#dial(address: PeerAddress): void {
		if (this.#dials >= MAX_DIALS) return;
		this.#dials += 1;
		const socket = connect(address).setNoDelay(true);
		const cancel = this.#clock.after(DIAL_TIMEOUT, () => socket.destroy());
		void this.#attempt(socket, dialled(socket)).finally(cancel);
	}
}

async function dialled(socket: Socket): Promise<void> {
	return new Promise((resolve, reject) => {
		socket.once('connect', resolve);
		socket.on('error', reject);
		socket.once('close', () => reject(new NotSecured('The connection was not made.')));
	});
}
