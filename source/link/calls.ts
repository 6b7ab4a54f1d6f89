/** Pairs requests with their replies over one stream, and hands announcements to a listener. */
import type {Socket} from 'node:net';
import type {Announcement, ReplyOf, Request, RequestOf, RequestType} from '../../protocol/index.ts';
import {encodeRequest, FRAME_CAP, listItems, parseReply, parseServerFrame} from '../../protocol/frames.ts';
import {ReplyAssembler} from '../../protocol/chunked-reply.ts';
import {refuse, sentence, type Refusal} from '../../protocol/refusals.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';
import type {Place} from '../../protocol/address.ts';
import type {Clock} from '../../lib/clock.ts';
import {failure, type LinkDown} from './failure.ts';
import {Heartbeat} from '../../lib/heartbeat.ts';
import {LineReader} from './line-reader.ts';

export type Answer<T extends RequestType> = ReplyOf<T> | Refusal | LinkDown;

export type CallsListener = {
	announced(announcement: Announcement): void;
	/** Called once, after all open requests were answered with the same reason. */
	down(reason: SafeText): void;
};

type Pending = {type: RequestType; parts: ReplyAssembler; answered: (answer: Answer<RequestType>) => void};

export class Calls {
	private readonly socket: Socket;
	private listener: CallsListener | undefined;
	private readonly reader: LineReader;
	private readonly pending = new Map<number, Pending>();
	private readonly heartbeat: Heartbeat;
	private lastId = 0;
	/** Why the server is about to end the stream, as it said itself. */
	private parting: SafeText | undefined;
	/** Why the stream ended. */
	private reason: SafeText | undefined;

	/** @param socket an open stream, which these calls own from now on */
	constructor(socket: Socket, address: Place, clock: Clock) {
		this.socket = socket;
		this.heartbeat = new Heartbeat(clock, {
			ping: () => this.ping(),
			dead: () => {
				socket.destroy(); // nobody reads what is still to be written
				this.close(failure(address, {code: 'ETIMEDOUT'}));
			},
		});
		this.reader = new LineReader(socket, FRAME_CAP.server, {
			heard: () => this.heartbeat.heard(),
			line: this.takeLine,
			unreadable: () => this.close(unreadable),
			ended: (error = {code: 'ECONNRESET'}) => this.close(this.parting ?? failure(address, error)),
		});
		if (socket.destroyed) this.close(failure(address, {code: 'ECONNRESET'}));
	}

	get isOpen(): boolean {
		return this.reason === undefined;
	}

	/** Hands announcements, and the end of the stream, to this listener from now on. */
	listen(listener: CallsListener): void {
		this.listener = listener;
	}

	/** Notices sooner that the server is gone, where another one may take its place. */
	hasten(isQuick: boolean): void {
		this.heartbeat.hasten(isQuick);
	}

	/**
	 * Asks, and calls `answered` exactly once: in the order of the wire, before any announcement that follows the
	 * reply. (A promise would resolve later, after the rest of the packet.)
	 */
	call<T extends RequestType>(request: RequestOf<T>, answered: (answer: Answer<T>) => void): void {
		if (this.reason !== undefined) {
			answered({linkDown: this.reason});
			return;
		}

		const id = ++this.lastId;
		// The reply to a request of type T is parsed by T's schema below, so the callback gets what it takes.
		this.pending.set(id, {
			type: request.type,
			parts: new ReplyAssembler(listItems(request.type)),
			answered: answered as Pending['answered'],
		});
		this.socket.write(encodeRequest(id, request as unknown as Request));
	}

	/** Asks, as a promise. */
	async request<T extends RequestType>(request: RequestOf<T>): Promise<Answer<T>> {
		return new Promise(resolve => this.call(request, resolve));
	}

	/** Ends the stream once what was written is out; open requests are answered with the reason. */
	close(reason: SafeText): void {
		if (this.reason !== undefined) return;
		this.reason = reason;
		this.heartbeat.stop();
		this.reader.stop();
		this.socket.on('error', () => {
			// The stream is closed; how it ends does not matter.
		});
		this.socket.end().destroySoon();
		for (const {answered} of this.pending.values()) answered({linkDown: reason});
		this.pending.clear();
		this.listener?.down(reason);
	}

	private ping(): void {
		this.call({type: 'ping'}, () => {
			// The arrival of the reply is all that a ping is for.
		});
	}

	private readonly takeLine = (line: string): void => {
		const frame = parseServerFrame(line);
		if (frame.kind === 'unknown') return;
		if (frame.kind === 'announcement') {
			this.announced(frame.announcement);
			return;
		}

		const asked = this.pending.get(frame.re);
		if (!asked) {
			if (frame.kind === 'refusal') this.parting = sentence(frame.refusal); // of the connection, not of a request
			return;
		}

		if (frame.kind === 'part') {
			if (!asked.parts.add(frame.part, line.length)) this.close(unreadable);
			return;
		}

		this.pending.delete(frame.re);
		const answer =
			frame.kind === 'refusal' ? frame.refusal : parseReply(asked.type, asked.parts.complete(frame.ok));
		asked.answered(answer ?? refuse('internal'));
	};

	private announced(announcement: Announcement): void {
		if (announcement.type === 'probe') this.ping();
		else {
			if (announcement.type === 'stopping') this.parting = stopping;
			this.listener?.announced(announcement);
		}
	}
}

const stopping = safeText`The server is stopping; this client goes on trying until it is back.`;
const unreadable = safeText`The server sent what this client cannot read; update chat-tui on both sides.`;
