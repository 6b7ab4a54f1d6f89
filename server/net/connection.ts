/** Connection on one socket: lines in and out, deadlines, and its end; it knows nothing of the protocol. */
import type {Socket} from 'node:net';
import type {Clock} from '../../lib/clock.ts';
import {Input, type InputListener} from './input.ts';
import type {Limits} from './limits.ts';
import {Output} from './output.ts';

export interface ConnectionListener extends InputListener {
	/** The peer missed a deadline; it may still be told so. */
	onTooSlow(why: 'frameTooSlow' | 'signInTooSlow'): void;
	/** The peer does not read or write any more; its socket is destroyed. */
	onDrop(why: 'silent' | 'slowReader'): void;
	/** Called once, in a later turn, after the last line. */
	onClose(): void;
}

export class Connection {
	private readonly socket: Socket;
	private readonly clock: Clock;
	private readonly limits: Limits;
	private readonly listener: ConnectionListener;
	private readonly input: Input;
	private readonly output: Output;
	private isSignedIn = false;
	private strangerSince: number;
	/** Bytes that the peer had read at the last check; undefined when none waited for it then. */
	private takenBefore: number | undefined;
	private endedAt: number | undefined;

	/** @param socket connected, and secure if it is to be */
	constructor(socket: Socket, clock: Clock, limits: Limits, listener: ConnectionListener) {
		this.socket = socket;
		this.clock = clock;
		this.limits = limits;
		this.listener = listener;
		this.strangerSince = clock.uptime();
		this.input = new Input(socket, clock, limits, listener);
		this.output = new Output(socket, limits, {
			onFull: () => this.input.hold('output'),
			onFree: () => this.input.release('output'),
			onOverflow: () => this.overflow(),
		});
		socket.on('end', this.onEnd);
		socket.on('error', this.onError);
		socket.on('close', this.onClose);
	}

	/** Bytes, about, that the peer has not read yet. */
	get waiting(): number {
		return this.output.waiting;
	}

	get isStranger(): boolean {
		return !this.isSignedIn;
	}

	/** Sends a line (with its line feed) together with all others of this turn of the event loop; no effect after the end. */
	send(line: string): void {
		if (this.endedAt === undefined) this.output.add(line);
	}

	/** Ends the connection at once: more waits for the peer than it may keep waiting. */
	overflow(): void {
		this.drop('slowReader');
	}

	/** Ends the connection after what was sent. */
	end(): void {
		if (this.endedAt !== undefined) return;
		this.output.end();
		this.finish();
		this.socket.end();
		this.socket.resume(); // what still comes is thrown away: closing over unread bytes would reset the link before a reason arrives
	}

	/**
	 * Gives the socket away after what was sent, paused; the connection has ended then.
	 * @returns undefined where it had ended before, or ends now because the peer has sent more than the newest line
	 */
	detach(): Socket | undefined {
		const {socket} = this;
		if (this.endedAt !== undefined) return undefined;
		if (this.input.detach()) {
			this.listener.onInvalid('badRequest');
			return undefined;
		}

		this.output.detach();
		socket.off('end', this.onEnd).off('error', this.onError).off('close', this.onClose);
		this.finish();
		return socket;
	}

	/** Reads nothing until {@link readOn}: what follows is not for the lines of this connection. */
	stopReading(): void {
		this.input.hold('relay');
	}

	readOn(): void {
		this.input.release('relay');
	}

	signedIn(): void {
		this.isSignedIn = true;
		this.input.setMaxLine(this.limits.clientFrame);
	}

	signedOut(): void {
		this.isSignedIn = false;
		this.strangerSince = this.clock.uptime();
		this.input.setMaxLine(this.limits.strangerFrame);
	}

	pause(): void {
		this.input.hold('handler');
	}

	resume(): void {
		this.input.release('handler');
	}

	slow(milliseconds: number): void {
		this.input.slow(milliseconds);
	}

	whenRead(go: () => void): void {
		setImmediate(() => {
			if (this.endedAt !== undefined) return;
			if (this.input.isHeldBy('output')) this.socket.once('drain', () => this.whenRead(go));
			else go();
		});
	}

	/**
	 * Ends the connection if a deadline has passed. To be called every second or so, since no timer is set per line.
	 * @param now uptime in milliseconds
	 */
	check(now: number): void {
		if (this.endedAt !== undefined) {
			if (now - this.endedAt >= this.limits.goodbye) this.socket.destroy();
			return;
		}

		this.noteProgress(now);
		const {input, limits} = this;
		const isTheirTurn = input.isHeldBy('output') || !input.isHeld;
		const isWaitedFor = isTheirTurn || !input.isHeldBy('handler');
		if (isTheirTurn && now - input.heard >= limits.silence) this.drop('silent');
		else if (!input.isHeld && now - (input.frameSince ?? now) >= limits.frameTime)
			this.listener.onTooSlow('frameTooSlow');
		else if (isWaitedFor && this.isStranger && now - this.strangerSince >= limits.signInTime)
			this.listener.onTooSlow('signInTooSlow');
	}

	/** Counts reading what waits as a sign of life. */
	private noteProgress(now: number): void {
		const {taken, isBehind} = this.output;
		if (this.takenBefore !== undefined && taken > this.takenBefore) this.input.heard = now;
		this.takenBefore = isBehind ? taken : undefined;
	}

	private readonly onEnd = (): void => this.end();
	/** A broken link is an ordinary end, and `close` follows. */
	private readonly onError = (): void => void this.socket.destroy();
	private readonly onClose = (): void => this.finish();

	private drop(why: 'silent' | 'slowReader'): void {
		if (this.socket.destroyed) return;
		this.listener.onDrop(why);
		this.socket.destroy();
	}

	private finish(): void {
		if (this.endedAt !== undefined) return;
		this.endedAt = this.clock.uptime();
		this.input.end();
		setImmediate(() => this.listener.onClose());
	}
}
