/** Waits for a condition that other events of this process bring about. A test's own time limit ends a vain wait. */

/** How often it looks, in milliseconds: seldom enough to leave the processor to what it waits for. */
const EVERY = 2;

export async function until(condition: () => boolean): Promise<void> {
	while (!condition()) await new Promise(resolve => setTimeout(resolve, EVERY));
}
