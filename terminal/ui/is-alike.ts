/** Compares two selected values part by part: lists and flat objects. */

export function isAlike(one: unknown, other: unknown): boolean {
	if (Object.is(one, other)) return true;
	if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
	if (Array.isArray(one) !== Array.isArray(other)) return false;
	const [mine, theirs] = [Object.entries(one), Object.entries(other)];
	return (
		mine.length === theirs.length &&
		mine.every(([key, value]) => isAlike(value, (other as Record<string, unknown>)[key])) // entries of an object
	);
}
