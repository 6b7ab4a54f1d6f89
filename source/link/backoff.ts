/** How long to wait before the next attempt: longer each time, and by chance, so that not everybody comes back at once. */

const SHORTEST = 500;
const LONGEST = 30_000;

/** A pause in milliseconds, 500 to 30,000, before attempt `attempt` (from 1); `random` is from 0 up to 1. */
export function backoff(attempt: number, random: number): number {
	const most = Math.min(LONGEST, SHORTEST * 2 ** attempt);
	return Math.round(SHORTEST + random * (most - SHORTEST));
}
