/** One relay: copies bytes both ways between the connections of two users, as fast as the slower one reads. */
import type {Socket} from 'node:net';
import type {Clock} from '../../lib/clock.ts';
import type {Log, RelayEnd} from '../log/log-entry.ts';
import type {Limits} from './limits.ts';

/** Bytes for which the account of a side pays at once, ahead of sending them. */
export const PAID_AHEAD = 1024 * 1024;

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
		const {clock, pay} = this.options;
		from.socket.on('data', (chunk: Uint8Array) => {
			this.heard = clock.uptime();
			from.bytes += chunk.length;
			if (from.bytes <= from.paid) return;
			from.paid += PAID_AHEAD; // a chunk is smaller than that
			if (!pay(from)) this.end('quota');
		});
		from.socket.pipe(to.socket);
	}
}
