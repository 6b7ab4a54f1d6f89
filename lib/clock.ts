/** Clock for both sides: passed in everywhere, so that a test sets the time by hand and never sleeps. */

/** Has two times: the time of day, which an operator may set, and the uptime, which does not change with it. */
export type Clock = {
	/** Milliseconds since 1970, for stamps. */
	now(): number;
	/** Milliseconds since some moment of this run, for durations, deadlines and rates. */
	uptime(): number;
	/** Calls `action` once after so many milliseconds, unless the returned function is called before. */
	after(milliseconds: number, action: () => void): () => void;
	/** Draws a number from 0 up to but not including 1. */
	random(): number;
};

/** Reads the machine's clock; a timer of it keeps the process alive. */
export const systemClock: Clock = {
	now: () => Date.now(),
	uptime: () => performance.now(),
	after(milliseconds, action) {
		const timer = setTimeout(action, milliseconds);
		return () => clearTimeout(timer);
	},
	random: () => Math.random(),
};

/** Creates a server's clock: its time of day never runs back, and a timer of it keeps no process alive. */
export function createServerClock(): Clock {
	let latest = 0;
	return {
		...systemClock,
		now() {
			latest = Math.max(latest, Date.now()); // someone may set the machine's clock back
			return latest;
		},
		after(milliseconds, action) {
			const timer = setTimeout(action, milliseconds).unref();
			return () => clearTimeout(timer);
		},
	};
}
