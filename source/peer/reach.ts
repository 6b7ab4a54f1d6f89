/** Connects to a partner: listens and dials at once, and takes the server's relay if no direct connection comes about. */
import type {X509Certificate} from 'node:crypto';
import type {Duplex} from 'node:stream';
import type {Clock} from '../../lib/clock.ts';
import type {TokenBucket} from '../../lib/token-bucket.ts';
import type {PeerAddress} from '../../protocol/private-chats.ts';
import type {Direct} from '../state/model/peer.ts';
import type {Way} from '../state/model/private-chat.ts';
import {dialledAddresses} from './candidates.ts';
import {Dialling} from './dialling.ts';
import {FrameStream} from './frame-stream.ts';
import {exchangeHello, NotThisChat, type Parties} from './hello.ts';
import type {Identity} from './identity.ts';
import {Listening} from './listening.ts';
import {NotSecured, secure} from './secure.ts';

/** Milliseconds, both: how long it tries; and how long directly alone. */
const REACH_TIMEOUT = 30_000;
const DIRECT_ALONE = 2000;

export type ReachOptions = {
	readonly parties: Parties;
	readonly isInviter: boolean;
	readonly me: Identity;
	readonly peerCertificate: X509Certificate;
	/** The number of the last message that this side has received. */
	readonly received: number;
	/** `never`: it neither listens nor dials. */
	readonly direct: Direct;
	/** Whether the own server is on this machine. */
	readonly isServerLocal: boolean;
	/** The port to listen on, if it is free; else the system chooses one. */
	readonly port?: number | undefined;
	/** What the chat may dial, in all of its attempts. */
	readonly dials: TokenBucket;
	/** Opens this side of a relay. The stream carries what the partner sends, and nothing else. */
	readonly relay: (signal: AbortSignal) => Promise<Duplex>;
	readonly clock: Clock;
	readonly signal: AbortSignal;
};

export type Reached = {
	readonly stream: FrameStream;
	readonly way: Way;
	/** The number of the last message that the partner has received. */
	readonly received: number;
};

/** Thrown when no stream to the partner comes about. */
export class Unreached extends Error {
	readonly why: 'unreachable' | 'notThePeer';
	constructor(why: 'unreachable' | 'notThePeer') {
		super(why);
		this.why = why;
	}
}

export class Reach {
	/** Where the partner can dial this side; to be offered to it. */
	readonly addresses: readonly PeerAddress[];
	/** Resolves once with the one stream that both sides use; rejects with {@link Unreached}. */
	readonly reached: Promise<Reached>;
	readonly #options: ReachOptions;
	readonly #listening: Listening | undefined;
	readonly #dialling: Dialling;
	/** The raw streams of all attempts. */
	readonly #raws = new Set<Duplex>();
	readonly #stop = new AbortController();
	readonly #cancelTimers: Array<() => void>;
	#settle: {resolve: (reached: Reached) => void; reject: (error: Unreached) => void} | undefined;
	/** Attempts that may still succeed. */
	#running = 0;
	#isRelayOver = false;
	#hasMetOther = false;

	/** Starts to listen, and waits for addresses to dial. */
	static async start(options: ReachOptions): Promise<Reach> {
		const {direct} = options;
		const listening = direct === 'never' ? undefined : await Listening.start({...options, direct});
		return new Reach(options, listening);
	}

	private constructor(options: ReachOptions, listening: Listening | undefined) {
		this.#options = options;
		this.#listening = listening;
		this.#listening?.answer(async socket => this.#attempt(socket, 'direct', 'server'));
		this.#dialling = new Dialling(options.clock, options.dials, async (socket, connected) =>
			this.#attempt(socket, 'direct', 'client', connected),
		);
		this.addresses = listening?.addresses ?? [];
		this.reached = new Promise((resolve, reject) => (this.#settle = {resolve, reject}));
		this.reached.catch(() => undefined); // who waits for it is told; nobody may, once it is cancelled
		const alone = options.direct === 'never' ? 0 : DIRECT_ALONE;
		this.#cancelTimers = [
			options.clock.after(alone, () => void this.#relay()),
			options.clock.after(REACH_TIMEOUT, this.#fail),
		];
		options.signal.addEventListener('abort', this.#fail);
		if (options.signal.aborted) this.#fail();
	}

	/**
	 * Dials those of the partner's addresses that a client may dial.
	 * @param seen the IP address from which the server sees the partner
	 */
	dial(addresses: readonly PeerAddress[], seen: string): void {
		if (this.#options.direct === 'never' || !this.#settle) return;
		this.#dialling.dial(dialledAddresses(addresses, seen, this.#options));
	}

	async #relay(): Promise<void> {
		const {relay, isInviter} = this.#options;
		this.#running += 1;
		try {
			const raw = await relay(this.#stop.signal);
			await this.#attempt(raw, 'relayed', isInviter ? 'client' : 'server');
		} catch {
			// The server refused it or is away: the way is closed, whatever the reason.
		} finally {
			this.#isRelayOver = true;
			this.#done();
		}
	}

	/** Tries to make a raw stream the one; it is destroyed if it does not become it. @param ready resolves when it is connected */
	async #attempt(raw: Duplex, way: Way, role: 'client' | 'server', ready?: Promise<void>): Promise<void> {
		const {parties, received, clock, isInviter} = this.#options;
		this.#raws.add(raw);
		if (!this.#settle) raw.destroy();
		this.#running += 1;
		try {
			await ready;
			const stream = await this.#secured(raw, way, role);
			const partnerReceived = await exchangeHello(stream, parties, received, clock);
			if (isInviter) this.#choose(stream);
			else if ((await stream.next())?.type !== 'chosen') throw new NotThisChat(false);
			this.#succeed(raw, {stream, way, received: partnerReceived});
		} catch (error) {
			raw.destroy();
			if (way === 'relayed' && isOther(error)) this.#hasMetOther = true;
		} finally {
			this.#raws.delete(raw);
			this.#done();
		}
	}

	async #secured(raw: Duplex, way: Way, role: 'client' | 'server'): Promise<FrameStream> {
		const {me, peerCertificate, clock} = this.#options;
		// At the other end of a relay the partner may come later.
		const timeout = way === 'relayed' ? REACH_TIMEOUT : undefined;
		const socket = await secure(raw, {me, peerCertificate, role, clock, timeout});
		return new FrameStream(socket, clock);
	}

	/** Tells the partner that this stream is the one, unless another one is. */
	#choose(stream: FrameStream): void {
		if (!this.#settle) throw new NotThisChat(false);
		stream.send({type: 'chosen'});
	}

	#succeed(raw: Duplex, reached: Reached): void {
		if (!this.#settle) throw new NotThisChat(false);
		this.#raws.delete(raw);
		this.#end()?.resolve(reached);
	}

	readonly #fail = (): void => {
		this.#end()?.reject(new Unreached(this.#hasMetOther ? 'notThePeer' : 'unreachable'));
	};

	/** Notes that an attempt is over; after the last one there is nothing to wait for. */
	#done(): void {
		this.#running -= 1;
		if (this.#isRelayOver && this.#running === 0) this.#fail();
	}

	/** Stops everything. @returns what settles the promise; undefined if it is settled */
	#end() {
		const settle = this.#settle;
		this.#settle = undefined;
		for (const cancel of this.#cancelTimers) cancel();
		this.#options.signal.removeEventListener('abort', this.#fail);
		this.#listening?.close();
		this.#dialling.stop();
		this.#stop.abort();
		for (const raw of this.#raws) raw.destroy();
		return settle;
	}
}

function isOther(error: unknown): boolean {
	return (error instanceof NotSecured && error.isOtherKey) || (error instanceof NotThisChat && error.isOther);
}
