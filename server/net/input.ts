/** Reads lines from one socket in order, with backpressure and a rate limit. */
import type {Socket} from 'node:net';
import type {Clock} from '../../lib/clock.ts';
import {TokenBucket} from '../../lib/token-bucket.ts';
import {LineSplitter, LineTooLong, NotUtf8} from '../../protocol/lines.ts';
import type {Limits} from './limits.ts';
import {readDirectly} from './read-directly.ts';

/** Why the socket is not being read. */
type Hold = 'handler' | 'rate' | 'output' | 'relay';

export type InputListener = {
	onLine(line: string): void;
	/** The peer sent what is not a valid line. */
	onInvalid(why: 'frameTooLong' | 'badRequest'): void;
};

export class Input {
	/** Uptime at the newest sign of life. */
	heard: number;
	/** Uptime at the beginning of a frame that is not complete yet. */
	frameSince: number | undefined;
	private readonly socket: Socket;
	private readonly clock: Clock;
	private readonly listener: InputListener;
	private readonly splitter: LineSplitter;
	private readonly rate: TokenBucket;
	private readonly giveBack: () => void;
	private readonly holds = new Set<Hold>();
	private isServing = false;
	private hasEnded = false;
	/** Number of delays of {@link slow} that are not over. */
	private slowed = 0;

	constructor(socket: Socket, clock: Clock, limits: Limits, listener: InputListener) {
		this.socket = socket;
		this.clock = clock;
		this.listener = listener;
		this.splitter = new LineSplitter(limits.strangerFrame);
		this.heard = clock.uptime();
		this.rate = new TokenBucket(limits.requestRate, limits.requestBurst, this.heard);
		this.giveBack = readDirectly(socket, this.read);
	}

	get isHeld(): boolean {
		return this.holds.size > 0;
	}

	isHeldBy(hold: Hold): boolean {
		return this.holds.has(hold);
	}

	/** Sets the maximum bytes of a line from now on. */
	setMaxLine(bytes: number): void {
		this.splitter.cap = bytes;
	}

	hold(why: Hold): void {
		this.holds.add(why);
		this.socket.pause();
	}

	release(why: Hold): void {
		if (!this.holds.delete(why) || this.holds.size > 0 || this.hasEnded) return;
		this.heard = this.clock.uptime(); // the time in which nobody listened does not count against the peer
		if (this.frameSince !== undefined) this.frameSince = this.heard;
		this.serve();
		if (this.holds.size === 0) this.socket.resume();
	}

	/** Reads nothing for a while. */
	slow(milliseconds: number): void {
		if (milliseconds <= 0) return;
		this.slowed++;
		this.hold('rate');
		this.clock.after(milliseconds, () => {
			if (--this.slowed === 0) this.release('rate');
		});
	}

	/** Stops listening to the socket, and tells whether the peer has sent anything after the newest line. */
	detach(): boolean {
		this.giveBack();
		try {
			return this.splitter.next() !== undefined || this.splitter.partial || this.socket.readableLength > 0;
		} catch {
			return true; // a line that is not valid is something as well
		}
	}

	/** Drops lines that were not handed on, and all that still comes. */
	end(): void {
		this.hasEnded = true;
		this.splitter.drop();
	}

	private readonly read = (chunk: Buffer): void => {
		if (this.hasEnded) return;
		this.heard = this.clock.uptime();
		this.splitter.push(chunk);
		this.serve();
		this.splitter.own();
	};

	/** Hands on the lines of the newest chunk until the input is held. */
	private serve(): void {
		if (this.isServing) return; // the listener released from within `onLine`; the loop below goes on by itself
		this.isServing = true;
		while (!this.isHeld && !this.hasEnded) {
			const line = this.nextLine();
			if (line === undefined) break;
			this.listener.onLine(line);
			this.chargeRate();
		}

		this.isServing = false;
	}

	private nextLine(): string | undefined {
		try {
			const line = this.splitter.next();
			if (line !== undefined) {
				this.frameSince = undefined;
				return line;
			}

			this.frameSince = this.splitter.partial ? (this.frameSince ?? this.heard) : undefined;
		} catch (error) {
			if (error instanceof LineTooLong) this.listener.onInvalid('frameTooLong');
			else if (error instanceof NotUtf8) this.listener.onInvalid('badRequest');
			else throw error;
		}

		return undefined;
	}

	private chargeRate(): void {
		this.rate.take(this.heard);
		this.slow(this.rate.wait(this.heard));
	}
}
