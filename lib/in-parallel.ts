/** Works on several items at the same time, and leaves nothing running behind. */

/**
 * Calls `work` for each item, in order, while at most `most` are worked on; after a failure no further one is begun.
 * @returns when nothing is being worked on any more
 * @throws the first failure
 */
export async function inParallel<T>(
	items: Iterable<T>,
	most: number,
	work: (item: T) => Promise<void>,
): Promise<void> {
	const left = items[Symbol.iterator]();
	const failures: unknown[] = [];
	const goOn = async () => {
		for (let next = left.next(); !next.done && failures.length === 0; next = left.next())
			await work(next.value).catch((error: unknown) => failures.push(error));
	};
	await Promise.all(Array.from({length: most}, goOn));
	if (failures.length > 0) throw failures[0];
}
