/** Memoizes a selector by an object of the state, so that the clients in one process never share or evict each other's results. */

/**
 * Returns a cache with one result for each object; it is freed with that object.
 * The function it returns computes anew when any other value in `from` has changed since.
 */
export function memoizeByObject<R>(): (key: object, from: readonly unknown[], compute: () => R) => R {
	const entries = new WeakMap<object, {readonly from: readonly unknown[]; readonly result: R}>();
	return (key, from, compute) => {
		const known = entries.get(key);
		if (known?.from.length === from.length && from.every((value, at) => value === known.from[at]))
			return known.result;
		const result = compute();
		entries.set(key, {from, result});
		return result;
	};
}
