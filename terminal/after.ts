/** Defines the timer of the terminal toolkit, passed in so that a test can use a manual clock. */

/** Calls `action` once after `ms` milliseconds; the returned function cancels the call. */
export type After = (ms: number, action: () => void) => () => void;

export const after: After = (ms, action) => {
	const timer = setTimeout(action, ms);
	return () => clearTimeout(timer);
};
