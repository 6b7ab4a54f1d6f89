/** Holds what the compositor knows of a pane: where it lies, what is drawn in it, and where its cursor stands. */
import {cells, isSame, type Cell} from './cells.ts';

/** A rectangle in cells, from the top left of the screen. A larger `z` (default 0) is in front and hides what is behind it. */
export type Rectangle = {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
	readonly z?: number;
	/** A larger area that is blanked behind the rectangle, so that no text continues beside it. */
	readonly veil?: Omit<Rectangle, 'z' | 'veil'>;
};

/**
 * The cursor's cell in a pane, and in how many cells from there typed letters will stand as they are; `null` hides the cursor; undefined
 * leaves it to the panes behind. The foremost pane with another value than undefined decides.
 */
export type CursorAt =
	{readonly x: number; readonly y: number; readonly room?: number | undefined} | null | undefined;

/** A row of a pane: text with SGR, or cells. */
export type Row = string | readonly Cell[];

export type DrawnPane = {
	readonly id: string;
	at: Rectangle;
	rows: readonly Row[];
	/** The rows of text as cells, each converted when it is first needed. */
	cells: Array<Cell[] | undefined>;
	cursor: CursorAt;
};

export function covers({y, height}: Pick<Rectangle, 'y' | 'height'>, row: number): boolean {
	return row >= y && row < y + height;
}

export function depth({at}: DrawnPane): number {
	return at.z ?? 0;
}

export function cellsOf(pane: DrawnPane, row: number): readonly Cell[] {
	const drawn = pane.rows[row] ?? '';
	return typeof drawn === 'string' ? (pane.cells[row] ??= cells(drawn, pane.at.width)) : drawn;
}

export function isAlike(one: Row | undefined, other: Row | undefined): boolean {
	if (one === other) return true;
	if (typeof one !== 'object' || typeof other !== 'object' || one.length !== other.length) return false;
	return one.every((cell, at) => isSame(cell, other[at]));
}

/** Returns where the cursor of a pane stands on the screen. */
export function onScreen(pane: DrawnPane | undefined) {
	return pane?.cursor ? {...pane.cursor, x: pane.at.x + pane.cursor.x, y: pane.at.y + pane.cursor.y} : null;
}
