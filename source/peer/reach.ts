/** Connects to a partner: listens and dials at once, and takes the server's relay if no direct connection comes about. */
import type {X509Certificate} from 'node:crypto';
import {connect, createServer, type AddressInfo, type Server, type Socket} from 'node:net';
import {networkInterfaces} from 'node:os';
import type {Duplex} from 'node:stream';
import type {Clock} from '../../lib/clock.ts';
import type {PeerAddress} from '../../protocol/private-chats.ts';
import type {Direct} from '../state/model/peer.ts';
import type {Way} from '../state/model/private-chat.ts';
import {dialledAddresses, offeredHosts} from './candidates.ts';
import {FrameStream} from './frame-stream.ts';
import {exchangeHello, NotThisChat, type Parties} from './hello.ts';
import type {Identity} from './identity.ts';
import {NotSecured, secure} from './secure.ts';

/** Milliseconds, all: how long it tries; how long directly alone; and how long a connection may take to be made. */
const REACH_TIMEOUT = 30_000;
const DIRECT_ALONE = 2000;
const DIAL_TIMEOUT = 5000;
/** Milliseconds between two addresses of one offer: most often the first one answers, and each handshake costs. */
const DIAL_EVERY = 60;
/** Maximum sockets that have come and are not authenticated. */
const MAX_INBOUND = 8;
/** Maximum addresses that are dialled, however often the partner offers some. */
const MAX_DIALS = 8;

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
	/** Opens this side of a relay. The stream carries what the partner sends, and nothing else. */
	readonly relay: (signal: AbortSignal) => Promise<Duplex>;
	readonly clock: Clock;
	readonly signal: AbortSignal;
};

type Reached = {
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
	readonly #server: Server | undefined;
	/** The raw streams of all attempts. */
	readonly #raws = new Set<Duplex>();
	readonly #stop = new AbortController();
	readonly #cancelTimers: Array<() => void>;
	#settle: {resolve: (reached: Reached) => void; reject: (error: Unreached) => void} | undefined;
	#inbound = 0;
	#dials = 0;
	/** Attempts that may still succeed. */
	#running = 0;
	#isRelayOver = false;
	#hasMetOther = false;

	/** Starts to listen, and waits for addresses to dial. */
	static async start(options: ReachOptions): Promise<Reach> {
		const server = options.direct === 'never' ? undefined : await listen(options.port ?? 0);
		return new Reach(options, server);
	}

	private constructor(options: ReachOptions, server: Server | undefined) {
		this.#options = options;
		this.#server = server?.on('connection', socket => this.#answer(socket));
		const port = (server?.address() as AddressInfo | null | undefined)?.port;
		const hosts = port === undefined ? [] : offeredHosts(ownInterfaces(), options.direct, options);
		this.addresses = port === undefined ? [] : hosts.map(host => ({host, port}));
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
		const {direct, clock} = this.#options;
		if (direct === 'never' || !this.#settle) return;
		const [first, ...others] = dialledAddresses(addresses, seen, this.#options);
		if (first) this.#dial(first);
		for (const [at, address] of others.entries())
			this.#cancelTimers.push(clock.after((at + 1) * DIAL_EVERY, () => this.#dial(address)));
	}

	#dial(address: PeerAddress): void {
		if (this.#dials >= MAX_DIALS || !this.#settle) return;
		this.#dials += 1;
		const socket = connect(address).setNoDelay(true);
		const cancel = this.#options.clock.after(DIAL_TIMEOUT, () => socket.destroy());
		void this.#attempt(socket, 'direct', 'client', dialled(socket)).finally(cancel);
	}

	#answer(socket: Socket): void {
		if (this.#inbound >= MAX_INBOUND) {
			socket.destroy();
			return;
		}

		this.#inbound += 1;
		socket.setNoDelay(true);
		void this.#attempt(socket, 'direct', 'server').finally(() => (this.#inbound -= 1));
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
		this.#server?.close();
		this.#stop.abort();
		for (const raw of this.#raws) raw.destroy();
		return settle;
	}
}

/** Lists the interfaces of this machine. @returns none where the system does not tell, as Android does */
function ownInterfaces(): ReturnType<typeof networkInterfaces> {
	try {
		return networkInterfaces();
	} catch {
		return {}; // the partner is not told where to dial; this side dials, and there is the relay
	}
}

function isOther(error: unknown): boolean {
	return (error instanceof NotSecured && error.isOtherKey) || (error instanceof NotThisChat && error.isOther);
}

async function dialled(socket: Socket): Promise<void> {
	return new Promise((resolve, reject) => {
		socket.once('connect', resolve);
		socket.on('error', reject);
		socket.once('close', () => reject(new NotSecured('The connection was not made.')));
	});
}

/** Listens on the port, or on another one. @returns undefined where nothing may listen */
async function listen(port: number): Promise<Server | undefined> {
	const server = createServer();
	const isListening = await new Promise<boolean>(resolve => {
		server.once('listening', () => resolve(true));
		server.once('error', () => resolve(false));
		server.listen(port);
	});
	if (isListening) return server;
	return port === 0 ? undefined : listen(0);
}
