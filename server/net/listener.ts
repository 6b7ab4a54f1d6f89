/** Accepts sockets over TLS 1.3, within the limits on connections, and opens a session on each. */
import {createServer, type AddressInfo, type Server, type Socket} from 'node:net';
import {createServer as createSecureServer} from 'node:tls';
import {isLoopback} from '../../protocol/address.ts';
import {refuse} from '../../protocol/refusals.ts';
import {CannotStart} from '../../lib/cannot-start.ts';
import type {Clock} from '../../lib/clock.ts';
import {Admission} from './admission.ts';
import {AnnouncementEncoder} from './announcement-encoder.ts';
import {encodeRefusal, JsonSession} from './json-session.ts';
import type {Limits} from './limits.ts';
import type {RequestHandler, Streams, StreamSide} from './session.ts';
import {Strangers, type Newcomer} from './strangers.ts';
import type {Log} from '../log/log-entry.ts';
import {networkOf, plainAddress} from '../../protocol/network.ts';

export type ListenerOptions = {
	/** An IP address of this machine, or 0.0.0.0 or :: for all. */
	address: string;
	/** 0 takes a free one. */
	port: number;
	/** The number before that of the first connection. */
	lastId: number;
	/** Key and certificate as PEM; undefined: plaintext, on a loopback address only. */
	tls: {key: string; cert: string} | undefined;
	handler: RequestHandler;
	clock: Clock;
	limits: Limits;
	log: Log;
	/** Takes the connections that carry bytes instead of frames. */
	streams: Streams;
};

/** Milliseconds between two checks of all deadlines. */
const CHECK_INTERVAL = 1000;

export class Listener {
	private readonly options: ListenerOptions;
	private readonly server: Server;
	/** Accepted sockets, before and after their handshake. */
	private readonly sockets = new Set<Socket>();
	private readonly open = new Set<JsonSession>();
	private readonly strangers = new Strangers();
	/** By {@link peerOf}: a socket and the one that encrypts it have the same. */
	private readonly newcomers = new Map<string, Newcomer>();
	private readonly encoder = new AnnouncementEncoder();
	private readonly admission: Admission;
	private lastId: number;

	/** Starts to listen. @throws CannotStart */
	static async start(options: ListenerOptions): Promise<Listener> {
		const {address, port, tls} = options;
		if (!tls && !isLoopback(address))
			throw new CannotStart(
				`Plaintext is for this machine alone, and ${address} is not; leave out --insecure-plaintext.`,
			);
		const listener = new Listener(options);
		await new Promise<void>((resolve, reject) => {
			listener.server.once('error', error => reject(new CannotStart(reason(error, address, port))));
			listener.server.listen({host: address, port}, resolve);
		});
		listener.server.on('error', () => undefined); // an accept that failed concerns one peer; the next one is tried anyway
		listener.scheduleCheck();
		return listener;
	}

	private constructor(options: ListenerOptions) {
		this.options = options;
		this.lastId = options.lastId;
		const {tls, limits} = options;
		const plainly = (socket: Socket) => {
			this.greet(socket);
			socket.resume();
		};
		const greet = tls ? this.secured(tls) : plainly;
		this.admission = new Admission({
			...options,
			isCrowded: network => this.strangers.of(network) >= limits.strangersPerAddress,
			admit: (socket, address) => this.admit(socket, address, greet),
			onTurnedAway: address => this.logTurnedAway(address, 'tooFast'),
		});
		this.server = createServer({noDelay: true, pauseOnConnect: true}, socket => this.accept(socket));
		this.server.maxConnections = limits.connections;
		this.server.on('drop', peer => this.logTurnedAway(plainAddress(peer?.remoteAddress), 'full'));
	}

	/** The port on which it listens. */
	get port(): number {
		return (this.server.address() as AddressInfo).port; // a TCP server that listens has one
	}

	/** Sessions whose connections have not been closed yet. */
	get sessions(): Iterable<JsonSession> {
		return this.open;
	}

	/** Stops accepting, relaying and transferring; resolves when the last connection has ended. */
	close(): Promise<void> {
		this.options.streams.stop();
		this.admission.stop();
		return new Promise(resolve => this.server.close(() => resolve()));
	}

	/** Destroys all connections; what waits to be sent is lost. */
	destroy(): void {
		for (const socket of this.sockets) socket.destroy();
	}

	/** The socket is paused: while it waits, nothing is read. */
	private accept(socket: Socket): void {
		socket.on('error', () => socket.destroy()); // a peer that has gone already
		this.sockets.add(socket);
		socket.on('close', () => this.sockets.delete(socket));
		const {remoteAddress} = socket;
		if (remoteAddress === undefined)
			socket.destroy(); // it has gone already, and would wait in a line of nobody
		else this.admission.arrive(socket, plainAddress(remoteAddress));
	}

	private admit(socket: Socket, address: string, greet: (socket: Socket) => void): void {
		const [newcomer, peer] = [this.strangers.add(networkOf(address)), peerOf(socket)];
		this.newcomers.set(peer, newcomer);
		socket.on('close', () => {
			newcomer.gone();
			this.newcomers.delete(peer);
		});
		greet(socket);
	}

	/** Makes a function that does the TLS handshake on a plain socket, so that a flood is turned away before it costs handshakes. */
	private secured(tls: {key: string; cert: string}): (socket: Socket) => void {
		const secure = createSecureServer({
			...tls,
			ca: [], // of clients; else Node parses the certificates of all public authorities, 20 ms and 1 MB
			minVersion: 'TLSv1.3',
			maxVersion: 'TLSv1.3',
			handshakeTimeout: this.options.limits.handshake,
		});
		secure.on('secureConnection', socket => this.greet(socket));
		secure.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
			// A client that only looked at the certificate was not turned away.
			if (error.code === 'ECONNRESET') return;
			this.logTurnedAway(plainAddress(socket.remoteAddress), 'noTls');
			socket.destroy();
		});
		return socket => secure.emit('connection', socket);
	}

	private greet(socket: Socket): void {
		const {handler, clock, limits, log} = this.options;
		const address = plainAddress(socket.remoteAddress);
		const newcomer = this.newcomers.get(peerOf(socket));
		if (this.strangers.of(networkOf(address)) > limits.strangersPerAddress) {
			this.logTurnedAway(address, 'tooManyStrangers');
			socket.on('error', () => socket.destroy());
			socket.resume().end(encodeRefusal(refuse('tooManyConnections')));
			clock.after(limits.goodbye, () => socket.destroy());
			return;
		}

		const {encoder} = this;
		const session = new JsonSession(socket, {
			id: ++this.lastId,
			address,
			handler,
			encoder,
			clock,
			limits,
			log,
			onStream: (stream, side) => this.join(stream, session, side),
			onStranger: isStranger => newcomer?.becomes(isStranger),
			onKnown: () => this.welcomeBack(address, newcomer),
		});
		this.open.add(session);
		socket.on('close', () => this.open.delete(session));
	}

	/**
	 * A user who comes back by a token is not counted by the rate of new connections, but by the quota of sign-ins of the account: a network
	 * whose server was lost comes back as fast as it signs in.
	 */
	private welcomeBack(address: string, newcomer: Newcomer | undefined): void {
		if (newcomer?.becomesKnown()) this.admission.giveBack(address);
	}

	/** Gives the socket of a session away; it stays in the limits on connections. */
	private join(socket: Socket | undefined, session: JsonSession, side: StreamSide): void {
		const {address} = session;
		if (socket) {
			this.open.delete(session);
			this.newcomers.get(peerOf(socket))?.becomes(false);
		}

		this.options.streams.join(socket, address, side);
	}

	private logTurnedAway(address: string, why: 'tooManyStrangers' | 'tooFast' | 'full' | 'noTls'): void {
		this.options.log({type: 'turnedAway', address, why});
	}

	private scheduleCheck(): void {
		const {clock} = this.options;
		clock.after(CHECK_INTERVAL, () => {
			const now = clock.uptime();
			for (const session of this.open) session.check(now);
			this.options.streams.check(now);
			this.admission.sweep();
			if (this.server.listening || this.sockets.size > 0) this.scheduleCheck();
		});
	}
}

function peerOf({remoteAddress, remotePort}: Socket): string {
	return `${remoteAddress} ${remotePort}`;
}

function reason(error: NodeJS.ErrnoException, address: string, port: number): string {
	const place = `${address}:${port}`;
	if (error.code === 'EADDRINUSE')
		return `Port ${port} is in use on ${address}; choose another with --port, or stop what uses it.`;
	if (error.code === 'EACCES')
		return `Listening on ${place} is not allowed here; choose a port above 1023 with --port.`;
	if (error.code === 'EADDRNOTAVAIL')
		return `${address} is no address of this machine; choose one that is with --host.`;
	return `Listening on ${place} failed (${error.code ?? error.message}); choose another address or port.`;
}
