/** Session of a chat-tui client: speaks JSON lines on a connection. */
import type {Socket} from 'node:net';
import type {Clock} from '../../lib/clock.ts';
import {encodeAnswer} from '../../protocol/chunked-reply.ts';
import {OPENS_STREAM, type Announcement} from '../../protocol/index.ts';
import {encodeReply, parseRequest, type RequestFrame} from '../../protocol/frames.ts';
import {isRefusal, refuse, type Refusal} from '../../protocol/refusals.ts';
import type {Log} from '../log/log-entry.ts';
import type {AnnouncementEncoder} from './announcement-encoder.ts';
import {Connection, type ConnectionListener} from './connection.ts';
import type {Limits} from './limits.ts';
import {PacedLines} from './paced-lines.ts';
import type {RequestHandler, Session, StreamSide} from './session.ts';

type JsonSessionOptions = {
	id: number;
	address: string;
	handler: RequestHandler;
	/** Shared by the sessions of a listener. */
	encoder: AnnouncementEncoder;
	clock: Clock;
	limits: Limits;
	log: Log;
	/** Takes the socket of a connection that carries bytes from then on; undefined: it has ended. */
	onStream: (socket: Socket | undefined, side: StreamSide) => void;
	/** Called when the client has signed in or out. */
	onStranger: (isStranger: boolean) => void;
	/** Called when the client has signed in by a token. */
	onKnown: () => void;
};

/** Answers a frame whose id could not be read. */
const NO_REQUEST = 0;

/** Encodes the refusal of a connection on which no session is opened. */
export function encodeRefusal(refusal: Refusal): string {
	return encodeReply(NO_REQUEST, refusal);
}

export class JsonSession implements Session, ConnectionListener {
	readonly id: number;
	readonly address: string;
	private readonly connection: Connection;
	private readonly handler: RequestHandler;
	private readonly encoder: AnnouncementEncoder;
	private readonly log: Log;
	private readonly onStream: JsonSessionOptions['onStream'];
	private readonly onStranger: JsonSessionOptions['onStranger'];
	private readonly onKnown: JsonSessionOptions['onKnown'];
	private readonly maxWaiting: number;
	/** Once the session has had a long answer. */
	private paced: PacedLines | undefined;
	/** Id of the request that opens a stream, until it is answered. */
	private opening: number | undefined;

	/** @param socket connected, and secure if it is to be */
	constructor(
		socket: Socket,
		{id, address, handler, encoder, clock, limits, log, onStream, onStranger, onKnown}: JsonSessionOptions,
	) {
		this.id = id;
		this.address = address;
		this.handler = handler;
		this.encoder = encoder;
		this.log = log;
		this.maxWaiting = limits.outputCut;
		this.onStream = onStream;
		this.onStranger = onStranger;
		this.onKnown = onKnown;
		this.connection = new Connection(socket, clock, limits, this);
		handler.onOpen(this);
	}

	get isStranger(): boolean {
		return this.connection.isStranger;
	}

	get waiting(): number {
		return this.connection.waiting;
	}

	answer(id: number, reply: object | Refusal): void {
		const lines = encodeAnswer(id, reply);
		if (Array.isArray(lines)) for (const line of lines) this.send(line);
		else (this.paced ??= new PacedLines(this.connection, this.maxWaiting)).add(lines);
		if (id === this.opening && isRefusal(reply)) {
			this.opening = undefined;
			this.connection.readOn();
		}
	}

	deliver(announcement: Announcement): void {
		this.send(this.encoder.encode(announcement));
	}

	close(): void {
		this.paced?.flush();
		this.connection.end();
	}

	signedIn(byToken = false): void {
		this.connection.signedIn();
		this.onStranger(false);
		if (byToken) this.onKnown();
	}

	signedOut(): void {
		this.connection.signedOut();
		this.onStranger(true);
	}

	pause(): void {
		this.connection.pause();
	}

	resume(): void {
		this.connection.resume();
	}

	slow(milliseconds: number): void {
		this.connection.slow(milliseconds);
	}

	whenRead(go: () => void): void {
		this.connection.whenRead(go);
	}

	becomeStream(side: StreamSide): void {
		this.onStream(this.connection.detach(), side);
	}

	/** Ends the connection if a deadline has passed. @param now uptime in milliseconds */
	check(now: number): void {
		this.connection.check(now);
	}

	onLine(line: string): void {
		const frame = parseRequest(line);
		if (!('bad' in frame)) this.request(frame);
		else if (this.isStranger) this.expel(refuse('badRequest'), frame.id);
		else this.answer(frame.id ?? NO_REQUEST, refuse('badRequest'));
	}

	onInvalid(why: 'frameTooLong' | 'badRequest'): void {
		this.expel(refuse(why));
	}

	onTooSlow(why: 'frameTooSlow' | 'signInTooSlow'): void {
		this.expel(refuse(why));
	}

	onDrop(why: 'silent' | 'slowReader'): void {
		this.log({type: 'cut', address: this.address, why});
	}

	onClose(): void {
		this.handler.onClose(this);
	}

	private send(line: string): void {
		if (this.paced) this.paced.add(line);
		else this.connection.send(line);
	}

	/** Hands a request on. After one that opens a stream nothing is read: the bytes that follow its reply are those of the stream. */
	private request(frame: RequestFrame): void {
		if (OPENS_STREAM.has(frame.type)) {
			this.opening = frame.id;
			this.connection.stopReading();
		}

		this.handler.onRequest(this, frame);
	}

	/** Refuses and disconnects a client that broke a limit. */
	private expel(refusal: Refusal, id = NO_REQUEST): void {
		this.log({type: 'cut', address: this.address, why: refusal.refusal});
		this.answer(id, refusal);
		this.close();
	}
}
