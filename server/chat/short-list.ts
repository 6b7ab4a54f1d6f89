/** Bounds the lists in replies, and counts what is left out. */
import {MAX_LISTED} from '../../protocol/bounds.ts';

/**
 * Cuts a list to {@link MAX_LISTED} items, in their order.
 * @param first items to list before the others where there are too many
 */
export function shortList<T>(
	all: readonly T[],
	first: (item: T) => boolean = () => true,
): {listed: readonly T[]; more: {more?: number}} {
	if (all.length <= MAX_LISTED) return {listed: all, more: {}};
	const ordered = [...all.filter(first), ...all.filter(item => !first(item))];
	return {listed: ordered.slice(0, MAX_LISTED), more: {more: all.length - MAX_LISTED}};
}
