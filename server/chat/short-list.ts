/** Lists in replies: no more than a person reads at once, and how many others there are. */
import {MAX_LISTED} from '../../protocol/bounds.ts';

/** All, in their order; where there are too many, those of whom `first` is true come first. */
export function shortList<T>(
	all: readonly T[],
	first: (one: T) => boolean = () => true,
): {listed: readonly T[]; more: {more?: number}} {
	if (all.length <= MAX_LISTED) return {listed: all, more: {}};
	const ordered = [...all.filter(first), ...all.filter(one => !first(one))];
	return {listed: ordered.slice(0, MAX_LISTED), more: {more: all.length - MAX_LISTED}};
}
