/** Memoizes a layout by the size of the screen, which changes far less often than the layout is asked for. */
import type {Size} from './size.ts';

/**
 * Returns the function that gives the layout of a screen.
 * @param measure computes it, for columns and rows from 0
 */
export function bySize<Layout>(measure: (columns: number, rows: number) => Layout): (size: Size) => Layout {
	const layouts = new WeakMap<Size, Layout>();
	return size => {
		const known = layouts.get(size);
		if (known) return known;
		const layout = measure(Math.max(0, size.columns), Math.max(0, size.rows));
		layouts.set(size, layout);
		return layout;
	};
}
