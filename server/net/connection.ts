/** One socket: bytes in → requests for the door, lines out, and every limit on what a peer may cost. It knows no rule of the chat. */
import type {Socket} from 'node:net';
import {encodeReply, parseRequest, type RequestFrame} from '../../protocol/frames.ts';
import {LineSplitter, LineTooLong, NotUtf8} from '../../protocol/lines.ts';
import {refuse, type Refusal} from '../../protocol/refusals.ts';
import {TokenBucket} from '../../lib/token-bucket.ts';
import type {Clock} from '../../lib/clock.ts';
import type {Limits} from './limits.ts';
import type {Log} from '../log/log.ts';
import {Output} from './output.ts';

/** Where connections lead. Its methods never throw. */
export interface RequestHandler {
	onOpen(connection: Connection): void;
	onRequest(connection: Connection, frame: RequestFrame): void;
	/** Called once, after the last `onRequest`, and never from within a call into the connection. */
	onClose(connection: Connection): void;
}

export type ConnectionOptions = {
	id: number;
	address: string;
	door: RequestHandler;
	clock: Clock;
	limits: Limits;
	log: Log;
};

/** Why the socket is not being read. */
type Hold = 'door' | 'rate' | 'output';

const NO_LINES: Iterator<string, void> = ([] as string[]).values();

export class Connection {
	/** Never reused while the server runs. */
	readonly id: number;
	/** The peer's, without its port. */
	readonly address: string;
	private readonly socket: Socket;
	private readonly door: RequestHandler;
	private readonly clock: Clock;
	private readonly limits: Limits;
	private readonly log: Log;
	private readonly splitter: LineSplitter;
	private readonly rate: TokenBucket;
	private readonly holds = new Set<Hold>();
	/** The rest of the newest chunk. */
	private lines = NO_LINES;
	private serving = false;
	/** Pauses for asking too much that are not over. */
	private slowed = 0;
	private readonly output: Output;
	private isSignedIn = false;
	private strangerSince: number;
	private heard: number;
	private frameSince: number | undefined;
	/** How far the peer had read at the last check; undefined when nothing waited for it then. */
	private takenBefore: number | undefined;
	private endedAt: number | undefined;

	/** Greets the door; the socket must be connected, and secure if it is to be. */
	constructor(socket: Socket, {id, address, door, clock, limits, log}: ConnectionOptions) {
		this.socket = socket;
		this.id = id;
		this.address = address;
		this.door = door;
		this.clock = clock;
		this.limits = limits;
		this.log = log;
		const now = clock.uptime();
		this.splitter = new LineSplitter(limits.strangerFrame);
		this.rate = new TokenBucket(limits.requestRate, limits.requestBurst, now);
		this.strangerSince = now;
		this.heard = now;
		this.output = new Output(socket, limits, {
			full: () => this.hold('output'),
			free: () => this.release('output'),
			tooMuch: () => this.drop('slowReader'),
		});
		socket.on('data', chunk => this.read(chunk));
		socket.on('end', () => this.cut());
		socket.on('error', () => socket.destroy()); // a broken link is an ordinary end, and `close` follows
		socket.on('close', () => this.finish());
		door.onOpen(this);
	}

	get isStranger(): boolean {
		return !this.isSignedIn;
	}

	/** Sends a line (with its line feed) together with all others of this turn; in vain once the connection has ended. */
	send(line: string): void {
		if (this.endedAt === undefined) this.output.add(line);
	}

	/** Answers no; `re` is undefined when the frame was too broken to have a readable id. */
	refuse(re: number | undefined, refusal: Refusal): void {
		this.send(encodeReply(re ?? 0, refusal));
	}

	/** Ends the connection after what was sent, and the reason if there is one. */
	cut(refusal?: Refusal): void {
		if (this.endedAt !== undefined) return;
		if (refusal) this.refuse(undefined, refusal);
		this.output.end();
		this.finish();
		this.socket.end();
		this.socket.resume(); // what still comes is thrown away: closing over unread bytes would reset the link before the reason arrives
	}

	/** The peer speaks for somebody now: longer frames, no deadline. */
	signedIn(): void {
		this.isSignedIn = true;
		this.splitter.cap = this.limits.clientFrame;
	}

	/** The peer is a stranger again, with a new deadline. */
	signedOut(): void {
		this.isSignedIn = false;
		this.strangerSince = this.clock.uptime();
		this.splitter.cap = this.limits.strangerFrame;
	}

	/** No further request is handed to the door until {@link resume}; those on their way wait. */
	pause(): void {
		this.hold('door');
	}

	resume(): void {
		this.release('door');
	}

	/** Reads nothing for so many milliseconds: the peer asks for more than its share. */
	slow(wait: number): void {
		if (wait <= 0) return;
		this.slowed++;
		this.hold('rate');
		this.clock.after(wait, () => {
			if (--this.slowed === 0) this.release('rate');
		});
	}

	/** Calls `go` soon, but not before the peer has read most of what was sent; never when the connection ends first. */
	whenRead(go: () => void): void {
		setImmediate(() => {
			if (this.endedAt !== undefined) return;
			if (this.holds.has('output')) this.socket.once('drain', () => this.whenRead(go));
			else go();
		});
	}

	/** Ends the connection if a deadline has passed. To be called every second or so: nothing here sets timers per frame. */
	check(now: number): void {
		const {frameTime, signInTime, silence, goodbye} = this.limits;
		if (this.endedAt !== undefined) {
			if (now - this.endedAt >= goodbye) this.socket.destroy();
			return;
		}

		const {taken, isBehind} = this.output;
		if (this.takenBefore !== undefined && taken > this.takenBefore) this.heard = now; // who reads is alive
		this.takenBefore = isBehind ? taken : undefined;
		const isTheirTurn = this.holds.has('output') || this.holds.size === 0;
		if (isTheirTurn && now - this.heard >= silence) this.drop('silent');
		else if (this.holds.size === 0 && now - (this.frameSince ?? now) >= frameTime)
			this.expel(refuse('frameTooSlow'));
		else if (
			(isTheirTurn || !this.holds.has('door')) &&
			this.isStranger &&
			now - this.strangerSince >= signInTime
		)
			this.expel(refuse('signInTooSlow'));
	}

	/** Ends the connection at once, losing what waits to be sent. */
	destroy(): void {
		this.socket.destroy();
	}

	private read(chunk: Uint8Array): void {
		if (this.endedAt !== undefined) return;
		this.heard = this.clock.uptime();
		this.lines = this.splitter.push(chunk);
		this.serve();
	}

	/** Hands on the requests of the newest chunk until something holds them up. */
	private serve(): void {
		if (this.serving) return; // the door resumed from within `onRequest`; the loop below goes on by itself
		this.serving = true;
		while (this.holds.size === 0 && this.endedAt === undefined) {
			const line = this.nextLine();
			if (line === undefined) break;
			this.take(line);
		}

		this.serving = false;
	}

	private nextLine(): string | undefined {
		try {
			const next = this.lines.next();
			if (next.done !== true) {
				this.frameSince = undefined;
				return next.value;
			}

			this.frameSince = this.splitter.partial ? (this.frameSince ?? this.heard) : undefined;
		} catch (error) {
			if (error instanceof LineTooLong) this.expel(refuse('frameTooLong'));
			else if (error instanceof NotUtf8) this.expel(refuse('badRequest'));
			else throw error;
		}

		return undefined;
	}

	private take(line: string): void {
		const frame = parseRequest(line);
		if (!('bad' in frame)) this.door.onRequest(this, frame);
		else if (this.isStranger) this.expel(refuse('badRequest'), frame.id);
		else this.refuse(frame.id, refuse('badRequest'));

		const now = this.clock.uptime();
		this.rate.take(now);
		this.slow(this.rate.wait(now));
	}

	private hold(why: Hold): void {
		this.holds.add(why);
		this.socket.pause();
	}

	private release(why: Hold): void {
		if (!this.holds.delete(why) || this.holds.size > 0 || this.endedAt !== undefined) return;
		this.heard = this.clock.uptime(); // the time in which nobody listened does not count against the peer
		if (this.frameSince !== undefined) this.frameSince = this.heard;
		this.serve();
		if (this.holds.size === 0) this.socket.resume();
	}

	/** Cuts a peer that broke a limit, and tells it which. */
	private expel(refusal: Refusal, re?: number): void {
		this.log({type: 'cut', address: this.address, why: refusal.refusal});
		this.refuse(re, refusal);
		this.cut();
	}

	/** Cuts a peer that would not hear a reason. */
	private drop(why: 'silent' | 'slowReader'): void {
		this.log({type: 'cut', address: this.address, why});
		this.destroy();
	}

	private finish(): void {
		if (this.endedAt !== undefined) return;
		this.endedAt = this.clock.uptime();
		this.lines = NO_LINES;
		setImmediate(() => this.door.onClose(this));
	}
}
