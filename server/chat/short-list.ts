/** Bounds the lists in replies, and counts what is left out. */
import {MAX_LISTED} from '../../protocol/bounds.ts';

/**
 * Cuts a list, in its order.
 * @param first items to list before the others where there are too many
 * @param max maximum items
 */
export function shortList<T>(
	all: readonly T[],
	first: (item: T) => boolean = () => true,
	max = MAX_LISTED,
): {listed: readonly T[]; more: {more?: number}} {
	if (all.length <= max) return {listed: all, more: {}};
	const ordered = [...all.filter(first), ...all.filter(item => !first(item))];
	return {listed: ordered.slice(0, max), more: {more: all.length - max}};
}
