/** Computes exponential backoff with jitter, so that the clients of a server do not come back all at once. */

/** In milliseconds. */
const MIN_PAUSE = 500;
const MAX_PAUSE = 30_000;

/**
 * Computes the pause before an attempt.
 * @param attempt counts from 1
 * @param random 0 ≤ random < 1
 * @returns 500 to 30,000 milliseconds
 */
export function backoff(attempt: number, random: number): number {
	const most = Math.min(MAX_PAUSE, MIN_PAUSE * 2 ** attempt);
	return Math.round(MIN_PAUSE + random * (most - MIN_PAUSE));
}
