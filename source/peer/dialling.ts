/** Dials the addresses of a partner, one shortly after another. */
import {connect, type Socket} from 'node:net';
import type {Clock} from '../../lib/clock.ts';
import {TokenBucket} from '../../lib/token-bucket.ts';
import type {PeerAddress} from '../../protocol/private-chats.ts';
import {NotSecured} from './secure.ts';

/** Milliseconds in which a connection is made. */
const DIAL_TIMEOUT = 5000;
/** Milliseconds between two addresses of one offer: most often the first one answers, and each handshake costs. */
const DIAL_EVERY = 60;
/** Dials of one chat at once, and milliseconds until there is another one: however often it is lost, no partner scans ports by it. */
const DIAL_BURST = 8;
const DIAL_REFILL = 3000;

/** Makes what limits the dials of one chat, in all of its attempts together. */
export function dialBudget(clock: Clock): TokenBucket {
	return new TokenBucket(1000 / DIAL_REFILL, DIAL_BURST, clock.uptime());
}

/** Tries a socket. @param connected rejects if the connection is not made. @returns resolves when it is authenticated or closed */
type Attempt = (socket: Socket, connected: Promise<void>) => Promise<void>;

export class Dialling {
	readonly #clock: Clock;
	readonly #budget: TokenBucket;
	readonly #attempt: Attempt;
	#cancelTimers: Array<() => void> = [];

	constructor(clock: Clock, budget: TokenBucket, attempt: Attempt) {
		this.#clock = clock;
		this.#budget = budget;
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
		if (!this.#budget.take(this.#clock.uptime())) return;
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
