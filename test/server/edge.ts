/** A listener with nobody behind its door but a doorman who answers every request, and remembers. */
import {afterEach} from 'vitest';
import {encodeReply, type RequestFrame} from '../../protocol/frames.ts';
import type {Connection, RequestHandler} from '../../server/net/connection.ts';
import {LIMITS, type Limits} from '../../server/net/limits.ts';
import {Listener, type ListenerOptions} from '../../server/net/listener.ts';
import type {LogEntry} from '../../server/log/log.ts';
import {manualClock, type ManualClock} from '../harness/manual-clock.ts';
import {until} from '../harness/until.ts';
import {Peer} from './peer.ts';

export class Doorman implements RequestHandler {
	readonly opened_: Connection[] = [];
	readonly asked_: RequestFrame[] = [];
	readonly closed_: Connection[] = [];

	onOpen(connection: Connection): void {
		this.opened_.push(connection);
	}

	onRequest(connection: Connection, frame: RequestFrame): void {
		this.asked_.push(frame);
		connection.send(encodeReply(frame.id, {}));
	}

	onClose(connection: Connection): void {
		this.closed_.push(connection);
	}
}

export type Edge = {
	door: Doorman;
	clock: ManualClock;
	listener: Listener;
	log: LogEntry[];
	port: number;
	/** A new peer in plaintext, and the server's end of it. */
	visit: () => Promise<{peer: Peer; connection: Connection}>;
};

const running: Listener[] = [];
afterEach(() => {
	for (const listener of running.splice(0)) {
		void listener.close();
		listener.destroy();
	}
});

/** In plaintext on a free port of this machine, with the server's own limits but for those given. */
export async function openEdge(
	limits: Partial<Limits> = {},
	options: Partial<ListenerOptions> = {},
): Promise<Edge> {
	const door = new Doorman();
	const clock = manualClock();
	const log: LogEntry[] = [];
	const listener = await Listener.start({
		address: '127.0.0.1',
		port: 0,
		tls: undefined,
		door,
		clock,
		limits: {...LIMITS, ...limits},
		log: entry => log.push(entry),
		...options,
	});
	running.push(listener);
	const {port} = listener;
	return {
		door,
		clock,
		listener,
		log,
		port,
		async visit() {
			const before = door.opened_.length;
			const peer = await Peer.connect(port);
			await until(() => door.opened_.length > before);
			return {peer, connection: door.opened_[before]!};
		},
	};
}
