/** Time and chance as the link sees them: handed in, so that a test turns the clock by hand and never sleeps. */

export type Clock = {
	/** Milliseconds since 1970. */
	now(): number;
	/** Milliseconds of this run, whatever the time of day is set to. */
	uptime(): number;
	/** Calls `fn` once after `ms` milliseconds; the returned function cancels that. */
	after(ms: number, fn: () => void): () => void;
	/** A number from 0 up to but not including 1. */
	random(): number;
};

export const realClock: Clock = {
	now: () => Date.now(),
	uptime: () => performance.now(),
	after(ms, fn) {
		const timer = setTimeout(fn, ms);
		return () => clearTimeout(timer);
	},
	random: () => Math.random(),
};
