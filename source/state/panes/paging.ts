/** Scrolls a text that is longer than its pane. */

export type Scroll = 'pageUp' | 'pageDown' | 'lineUp' | 'lineDown' | 'scrollTop' | 'scrollEnd' | number;

/** Fewer rows are too few to show one of them twice. */
const ROOMY = 5;

/** How far a page goes: less one row that both pages show, where there is room for that. */
export function pageOf(rows: number): number {
	return Math.max(1, rows >= ROOMY ? rows - 1 : rows);
}

/**
 * The first row shown, never past the ends.
 * @param page how many rows are shown @param most the first row when the last one is shown
 */
export function scrolledTo(
	row: number,
	by: Scroll,
	{page, most}: {readonly page: number; readonly most: number},
): number {
	const moves = {
		pageUp: -pageOf(page),
		pageDown: pageOf(page),
		lineUp: -1,
		lineDown: 1,
		scrollTop: -most,
		scrollEnd: most,
	};
	return Math.max(0, Math.min(most, row + (typeof by === 'number' ? by : moves[by])));
}
