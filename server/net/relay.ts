/** One relay: copies bytes both ways between the connections of two users, as fast as the slower one reads. */
import type {Socket} from 'node:net';
import type {Clock} from '../../lib/clock.ts';
import type {Log, RelayEnd} from '../log/log-entry.ts';
import type {Limits} from './limits.ts';

/** Bytes for which the account of a side pays at once, ahead of sending them. */
export const PAID_AHEAD = 1024 * 1024;

/** Bytes that wait for a side until the other one is read no further; what was read at once may come on top. */
const MAX_WAITING = 256 * 1024;

/** Bytes that are sent at once, at the latest. */
const MAX_GATHERED = 64 * 1024;

/** The connection of one of the two users. */
type Side = {user: string; address: string; socket: Socket};

type CountedSide = Side & {bytes: number; paid: number};

type RelayOptions = {
	clock: Clock;
	limits: Pick<Limits, 'relayWait' | 'relayIdle' | 'goodbye'>;
	log: Log;
	/** Charges the account of a side for {@link PAID_AHEAD} bytes more. @returns false if its quota is used up */
	pay: (side: Side) => boolean;
	/** Called once. */
	onEnd: () => void;
};

export class Relay {
	private readonly options: RelayOptions;
	private readonly sides: CountedSide[] = [];
	/** Uptime of the newest byte, or of the newest side. */
	private heard: number;
	private hasEnded = false;

	constructor(options: RelayOptions) {
		this.options = options;
		this.heard = options.clock.uptime();
	}

	/** Whether this user is the only one here, or nobody is. */
	waitsFor(user: string): boolean {
		return this.sides.length < 2 && !this.has(user);
	}

	has(user: string): boolean {
		return this.sides.some(side => side.user === user);
	}

	/** Adds a side, which has paid for {@link PAID_AHEAD} bytes already; the bytes of the first wait in its socket for the second. */
	join({user, address, socket}: Side): void {
		const {clock, log} = this.options;
		socket.pause();
		socket.setNoDelay(true); // a handshake through the relay takes ten times as long otherwise
		socket.on('error', () => socket.destroy()); // a broken link is an ordinary end, and `close` follows
		socket.on('close', () => this.end('left'));
		this.sides.push({user, address, socket, bytes: 0, paid: PAID_AHEAD});
		this.heard = clock.uptime();
		log({type: 'relayOpened', user, address});
		const [one, other] = this.sides;
		if (!one || !other) return;
		this.copy(one, other);
		this.copy(other, one);
	}

	/** Ends the relay if nobody joined, or nothing was sent, for too long. @param now uptime in milliseconds */
	check(now: number): void {
		const {relayWait, relayIdle} = this.options.limits;
		const isPaired = this.sides.length === 2;
		if (now - this.heard >= (isPaired ? relayIdle : relayWait)) this.end(isPaired ? 'idle' : 'alone');
	}

	/** Ends both sides after what was copied so far. */
	end(why: RelayEnd): void {
		if (this.hasEnded) return;
		this.hasEnded = true;
		const {clock, limits, log, onEnd} = this.options;
		for (const {user, address, socket, bytes} of this.sides) {
			log({type: 'relayClosed', user, address, why, bytes});
			socket.destroySoon();
			clock.after(limits.goodbye, () => socket.destroy());
		}

		onEnd();
	}

	private copy(from: CountedSide, to: Side): void {
		const {clock} = this.options;
		const gathering = new Gathering(to.socket);
		from.socket.on('data', (chunk: Uint8Array) => {
			this.heard = clock.uptime();
			this.count(from, chunk.length);
			gathering.write(chunk);
			if (to.socket.writableLength > MAX_WAITING) from.socket.pause();
		});
		from.socket.on('end', () => to.socket.end());
		to.socket.on('drain', () => from.socket.resume());
		from.socket.resume();
	}

	private count(side: CountedSide, bytes: number): void {
		side.bytes += bytes;
		if (side.bytes <= side.paid) return;
		side.paid += PAID_AHEAD; // a chunk is smaller than that
		if (!this.options.pay(side)) this.end('quota');
	}
}

/** Writes chunks together with others of the same turn: a call of the system for each costs more than the copying. */
class Gathering {
	private readonly socket: Socket;
	private gathered = 0;

	constructor(socket: Socket) {
		this.socket = socket;
	}

	/** Writes a chunk, unless the side is being closed. */
	write(chunk: Uint8Array): void {
		if (!this.socket.writable) return;
		if (this.gathered === 0) {
			this.socket.cork();
			setImmediate(() => this.send());
		}

		this.gathered += chunk.length;
		this.socket.write(chunk);
		if (this.gathered >= MAX_GATHERED) this.send();
	}

	private send(): void {
		if (this.gathered === 0) return;
		this.gathered = 0;
		this.socket.uncork();
	}
}
