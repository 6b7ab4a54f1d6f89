/** Defines rectangles of cells on the screen, and what lies inside them. */

/** Cells from 0, from the top left of the screen. */
export type Rectangle = {
	readonly column: number;
	readonly row: number;
	readonly width: number;
	readonly height: number;
};

/** Returns the contents of a pane: its rectangle without the frame and a blank column on either side. */
export function insideOf({column, row, width, height}: Rectangle, framed: boolean): Rectangle {
	if (!framed) return {column, row, width, height};
	return {
		column: column + 2,
		row: row + 1,
		width: Math.max(0, width - 4),
		height: Math.max(0, height - 2),
	};
}

/**
 * Checks whether a cell of the screen lies in the rectangle.
 * @param column from 0
 * @param row from 0
 */
export function contains(rectangle: Rectangle | undefined, column: number, row: number): boolean {
	if (!rectangle) return false;
	const [x, y] = [column - rectangle.column, row - rectangle.row];
	return x >= 0 && y >= 0 && x < rectangle.width && y < rectangle.height;
}
