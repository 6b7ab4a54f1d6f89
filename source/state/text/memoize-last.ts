/** The last answer of a selector, given again as long as all that it was computed from is the same. */

export function memoizeLast<R>(): (from: readonly unknown[], compute: () => R) => R {
	let last: {readonly from: readonly unknown[]; readonly result: R} | undefined;
	return (from, compute) => {
		if (last?.from.length !== from.length || from.some((value, at) => value !== last?.from[at]))
			last = {from, result: compute()};
		return last.result;
	};
}
