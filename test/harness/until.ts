/** Waits for a condition that other events of this process bring about. A test's own time limit ends a vain wait. */

export async function until(condition: () => boolean): Promise<void> {
	while (!condition()) await new Promise(resolve => setImmediate(resolve));
}
