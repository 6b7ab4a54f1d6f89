/** Whether the other side still lives: asks it now and then, and gives it up after a long silence. */
import type {Clock} from './clock.ts';

/** Milliseconds between two pings. */
export const PING_EVERY = 10_000;
/** Milliseconds without a byte after which the other side counts as dead. */
export const DEAD_AFTER = 25_000;

export class Heartbeat {
	private readonly clock: Clock;
	private heardAt: number;
	private cancelPing: () => void;
	private cancelWatch: () => void;

	/** Calls `ping` every 10 s, and `dead` once when nothing was heard for 25 s; stop() ends both. */
	constructor(clock: Clock, {ping, dead}: {ping: () => void; dead: () => void}) {
		this.clock = clock;
		this.heardAt = clock.now();
		const again = (): void => {
			ping();
			this.cancelPing = clock.after(PING_EVERY, again);
		};
		const watch = (): void => {
			const left = this.heardAt + DEAD_AFTER - clock.now();
			if (left > 0) this.cancelWatch = clock.after(left, watch);
			else dead();
		};
		this.cancelPing = clock.after(PING_EVERY, again);
		this.cancelWatch = clock.after(DEAD_AFTER, watch);
	}

	/** Any byte will do. */
	heard(): void {
		this.heardAt = this.clock.now();
	}

	stop(): void {
		this.cancelPing();
		this.cancelWatch();
	}
}
