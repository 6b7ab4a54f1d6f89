/** Computes percentiles of measurements. */

/** Returns the value below which `share` (0 to 1) of the values lie. @throws RangeError when there is none */
export function percentile(values: Iterable<number>, share: number): number {
	const sorted = Float64Array.from(values).sort();
	const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
	if (value === undefined) throw new RangeError('Nothing was measured.');
	return value;
}

export function median(values: Iterable<number>): number {
	return percentile(values, 0.5);
}
