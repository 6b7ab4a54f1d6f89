/** Time as the server knows it, passed in everywhere, so that a test can stop it and move it on. */

/** Two times: one for people, which an operator may set, and one for limits, deadlines and rates, which nobody can. */
export type Clock = {
	/** Milliseconds since 1970, for stamps; never runs back. */
	now(): number;
	/** Milliseconds since some moment of this run, for durations; setting the time of day leaves it alone. */
	uptime(): number;
	/** Calls `action` once after so many milliseconds, unless the returned function is called before. */
	after(milliseconds: number, action: () => void): () => void;
};

let latest = 0;

/** The machine's clock. A timer of it never keeps the process alive by itself. */
export const systemClock: Clock = {
	now() {
		latest = Math.max(latest, Date.now()); // someone may set the machine's clock back
		return latest;
	},
	uptime: () => performance.now(),
	after(milliseconds, action) {
		const timer = setTimeout(action, milliseconds).unref();
		return () => clearTimeout(timer);
	},
};
