/** Time as the terminal's parts see it: handed in, so that a test lets it pass by hand. */

/** Calls `action` once after `ms` milliseconds; the returned function cancels that. */
export type After = (ms: number, action: () => void) => () => void;

export const after: After = (ms, action) => {
	const timer = setTimeout(action, ms);
	return () => clearTimeout(timer);
};
