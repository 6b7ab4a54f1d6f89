/** Pings the other side, and detects a connection that has died without a word. */
import type {Clock} from './clock.ts';

/** Milliseconds between two pings, and without a byte after which the connection counts as dead. */
type Pace = {readonly ping: number; readonly dead: number};
const CALM: Pace = {ping: 10_000, dead: 25_000};
const QUICK: Pace = {ping: 2000, dead: 4500};

/** Measures silence by timers alone: the time of day can be set back and forth. */
export class Heartbeat {
	private readonly clock: Clock;
	private readonly ping: () => void;
	private readonly dead: () => void;
	private pace = CALM;
	private isOver = false;
	private cancelPing: () => void = () => undefined;
	private cancelWatch: () => void = () => undefined;

	/** Calls `ping` every 10 s, and `dead` once when nothing was heard for 25 s; stop() ends both. */
	constructor(clock: Clock, {ping, dead}: {ping: () => void; dead: () => void}) {
		this.clock = clock;
		this.ping = ping;
		this.dead = dead;
		this.begin();
	}

	/** Pings every 2 s instead, and gives up after 4.5 s, where another server may take this one's place; or not any more. */
	hasten(isQuick: boolean): void {
		const pace = isQuick ? QUICK : CALM;
		if (pace === this.pace || this.isOver) return;
		this.pace = pace;
		this.begin();
	}

	/** Notes that a byte has arrived. */
	heard(): void {
		this.cancelWatch();
		if (!this.isOver) this.cancelWatch = this.clock.after(this.pace.dead, this.dead);
	}

	/** Ends both timers. */
	stop(): void {
		this.isOver = true;
		this.cancelPing();
		this.cancelWatch();
	}

	private begin(): void {
		this.cancelPing();
		const again = (): void => {
			this.ping();
			if (!this.isOver) this.cancelPing = this.clock.after(this.pace.ping, again);
		};
		this.cancelPing = this.clock.after(this.pace.ping, again);
		this.heard();
	}
}
