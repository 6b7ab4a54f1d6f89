/** Pings the other side, and detects a connection that has died without a word. */
import type {Clock} from './clock.ts';

/** Milliseconds between two pings. */
const PING_EVERY = 10_000;
/** Milliseconds without a byte after which the connection counts as dead. */
const DEAD_AFTER = 25_000;

/** Measures silence by timers alone: the time of day can be set back and forth. */
export class Heartbeat {
	private readonly clock: Clock;
	private readonly dead: () => void;
	private cancelPing: () => void;
	private cancelWatch: () => void;

	/** Calls `ping` every 10 s, and `dead` once when nothing was heard for 25 s; stop() ends both. */
	constructor(clock: Clock, {ping, dead}: {ping: () => void; dead: () => void}) {
		this.clock = clock;
		this.dead = dead;
		const again = (): void => {
			ping();
			this.cancelPing = clock.after(PING_EVERY, again);
		};
		this.cancelPing = clock.after(PING_EVERY, again);
		this.cancelWatch = clock.after(DEAD_AFTER, dead);
	}

	/** Notes that a byte has arrived. */
	heard(): void {
		this.cancelWatch();
		this.cancelWatch = this.clock.after(DEAD_AFTER, this.dead);
	}

	/** Ends both timers. */
	stop(): void {
		this.cancelPing();
		this.cancelWatch();
	}
}
