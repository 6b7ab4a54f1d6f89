/** Where a text that is longer than its place stands after a key that scrolls it. */

export type Scroll = 'pageUp' | 'pageDown' | 'lineUp' | 'lineDown' | 'scrollTop' | 'scrollEnd' | number;

/**
 * The first row shown, never past the ends. A page leaves one row that both pages show.
 * @param page how many rows are shown @param most the first row when the last one is shown
 */
export function scrolledTo(
	row: number,
	by: Scroll,
	{page, most}: {readonly page: number; readonly most: number},
): number {
	const whole = Math.max(1, page - 1);
	const moves = {
		pageUp: -whole,
		pageDown: whole,
		lineUp: -1,
		lineDown: 1,
		scrollTop: -most,
		scrollEnd: most,
	};
	return Math.max(0, Math.min(most, row + (typeof by === 'number' ? by : moves[by])));
}
