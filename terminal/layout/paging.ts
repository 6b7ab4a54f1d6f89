/** Scrolls a text that is longer than its pane. */

export type Scroll = 'pageUp' | 'pageDown' | 'lineUp' | 'lineDown' | 'scrollTop' | 'scrollEnd' | number;

/** Minimum rows of a pane for two pages to share one. */
const ROOMY = 5;

/** Returns the rows of a page step: one less than shown, so that two pages share a row. */
export function pageOf(rows: number): number {
	return Math.max(1, rows >= ROOMY ? rows - 1 : rows);
}

/**
 * Computes the first row shown after a scroll, clamped to the ends.
 * @param row first row shown before
 * @param page number of rows shown
 * @param most first row when the last one is shown
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
