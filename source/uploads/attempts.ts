/** Tries a transfer again, after growing pauses, while the connection breaks. */
import type {Clock} from '../../lib/clock.ts';
import {pause} from '../../lib/pause.ts';

/** Milliseconds before each further attempt. */
const PAUSES = [1000, 2000, 4000, 8000, 16_000, 16_000, 16_000];

/** Thrown where the connection broke: another attempt may succeed. */
export class Broken extends Error {}

/** Runs `attempt` until it does not break. @param interrupted called before each pause @throws what it throws, in the end Broken; once aborted, the signal's reason */
export async function attempts<T>(
	attempt: () => Promise<T>,
	clock: Clock,
	signal: AbortSignal,
	interrupted: () => void,
): Promise<T> {
	for (const milliseconds of PAUSES) {
		try {
			return await attempt();
		} catch (error) {
			if (!(error instanceof Broken) || signal.aborted) throw error;
		}

		interrupted();
		await pause(clock, milliseconds, signal);
		signal.throwIfAborted();
	}

	return attempt();
}
