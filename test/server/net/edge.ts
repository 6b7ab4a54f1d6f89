/** A listener whose handler answers every request with an empty reply, and remembers sessions and requests. */
import {afterEach} from 'vitest';
import type {RequestFrame} from '../../../protocol/frames.ts';
import type {Session, RequestHandler} from '../../../server/net/session.ts';
import {LIMITS, type Limits} from '../../../server/net/limits.ts';
import {RateLimiter} from '../../../server/net/rate-limiter.ts';
import {Relays} from '../../../server/net/relays.ts';
import {Listener, type ListenerOptions} from '../../../server/net/listener.ts';
import type {LogEntry} from '../../../server/log/log-entry.ts';
import {manualClock, type ManualClock} from '../../harness/manual-clock.ts';
import {until} from '../../harness/until.ts';
import {Peer} from '../peer.ts';

class EchoHandler implements RequestHandler {
	readonly opened: Session[] = [];
	readonly asked: RequestFrame[] = [];
	readonly closed: Session[] = [];

	onOpen(session: Session): void {
		this.opened.push(session);
	}

	onRequest(session: Session, frame: RequestFrame): void {
		this.asked.push(frame);
		session.answer(frame.id, {});
	}

	onClose(session: Session): void {
		this.closed.push(session);
	}
}

type Edge = {
	handler: EchoHandler;
	clock: ManualClock;
	listener: Listener;
	log: LogEntry[];
	port: number;
	/** A new peer in plaintext, and the server's end of it. */
	visit: () => Promise<{peer: Peer; session: Session}>;
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
	const handler = new EchoHandler();
	const clock = manualClock();
	const log: LogEntry[] = [];
	const all = {...LIMITS, ...limits};
	const write = (entry: LogEntry) => void log.push(entry);
	const relays = new Relays({clock, limits: all, limiter: new RateLimiter(clock, all), log: write});
	const listener = await Listener.start({
		lastId: 0,
		address: '127.0.0.1',
		port: 0,
		tls: undefined,
		handler,
		clock,
		limits: all,
		log: write,
		streams: relays,
		...options,
	});
	running.push(listener);
	const {port} = listener;
	return {
		handler,
		clock,
		listener,
		log,
		port,
		async visit() {
			const before = handler.opened.length;
			const peer = await Peer.connect(port);
			await until(() => handler.opened.length > before);
			return {peer, session: handler.opened[before]!};
		},
	};
}
