/** Composes overlapping panes on the terminal: each flush writes, in one piece, only the cells that differ. */
import {BLANK, cells, isSame, overlay, type Cell} from './cells.ts';
import {Pen} from './pen.ts';

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
 * The cursor's cell in a pane; `null` hides the cursor; undefined leaves it to the panes behind. The foremost pane with another value
 * than undefined decides.
 */
export type CursorAt = {readonly x: number; readonly y: number} | null | undefined;

/** The part of a terminal's stdout that the compositor uses. */
type Output = {
	write(text: string): boolean;
	once(name: 'drain', listener: () => void): unknown;
};

/** A row of a pane: text with SGR, or cells. */
export type Row = string | readonly Cell[];

type Pane = {
	readonly id: string;
	at: Rectangle;
	rows: readonly Row[];
	/** The rows of text as cells, each converted when it is first needed. */
	cells: Array<Cell[] | undefined>;
	cursor: CursorAt;
};

/** Begin and end of synchronized output, which the terminal shows at once; other terminals ignore these sequences. */
const BEGIN = '\x1b[?2026h';
const END = '\x1b[?2026l';

export class Compositor {
	readonly #output: Output;
	#columns: number;
	#rows: number;
	/** Panes by name, in the order in which they were placed. */
	readonly #panes = new Map<string, Pane>();
	/** Panes from back to front; of equals, the newer is in front. */
	#byDepth: Pane[] = [];
	/** The cells on the terminal. */
	#shown: Cell[][] = [];
	readonly #changed = new Set<number>();
	#isClear = false;
	#isPaused = false;
	#isBlocked = false;
	#scheduled: NodeJS.Immediate | undefined;
	#cursor: {x: number; y: number} | null | undefined;
	readonly #hasLinks: boolean;

	/** @param hasLinks whether hyperlinks are written as such */
	constructor(output: Output, columns: number, rows: number, hasLinks = true) {
		this.#hasLinks = hasLinks;
		this.#output = output;
		this.#columns = columns;
		this.#rows = rows;
		this.repaint();
	}

	/** Makes a pane, or moves and resizes it; its rows stay until it is drawn again. */
	place(id: string, at: Rectangle): void {
		const pane = this.#panes.get(id) ?? {id, at, rows: [], cells: [], cursor: undefined};
		this.#panes.set(id, pane);
		this.#touch(pane.at);
		if (pane.at.width !== at.width) pane.cells = [];
		pane.at = at;
		this.#sort();
		this.#touch(at);
	}

	/** Sets the rows of a pane, cut or filled to its rectangle. A pane that is gone is ignored. */
	draw(id: string, rows: readonly Row[]): void {
		const pane = this.#panes.get(id);
		if (pane === undefined) return;
		for (let row = 0; row < Math.max(rows.length, pane.rows.length); row++) {
			if (isAlike(rows[row], pane.rows[row])) continue;
			pane.cells[row] = undefined;
			if (row < pane.at.height) this.#changed.add(pane.at.y + row);
		}

		pane.rows = rows;
		this.#schedule();
	}

	/** Sets the cursor of a pane. */
	cursor(id: string, at: CursorAt): void {
		const pane = this.#panes.get(id);
		if (pane === undefined) return;
		pane.cursor = at;
		this.#schedule();
	}

	/** Removes a pane, and shows what it hid. */
	remove(id: string): void {
		const pane = this.#panes.get(id);
		if (pane === undefined) return;
		this.#panes.delete(id);
		this.#sort();
		this.#touch(pane.at);
	}

	/** @returns the foremost pane at a cell of the screen, and the cell within it; undefined if there is none */
	paneAt(column: number, row: number): {id: string; x: number; y: number} | undefined {
		const pane = this.#byDepth.findLast(
			({at}) => covers(at, row) && column >= at.x && column < at.x + at.width,
		);
		return pane && {id: pane.id, x: column - pane.at.x, y: row - pane.at.y};
	}

	/** Sets the terminal's size and repaints everything. The caller places the panes first. */
	resize(columns: number, rows: number): void {
		this.#columns = columns;
		this.#rows = rows;
		this.repaint();
	}

	/** Clears the terminal and paints everything, after another program may have written to it. */
	repaint(): void {
		this.#isClear = true;
		this.#schedule();
	}

	/** Writes nothing until `resume`. */
	pause(): void {
		this.#isPaused = true;
	}

	resume(): void {
		this.#isPaused = false;
		this.repaint();
	}

	/**
	 * Writes the cells that differ. Runs by itself at the end of each turn of the event loop with a change. While the terminal does not
	 * drain, nothing is written; afterwards, the newest state is.
	 */
	flush(): void {
		clearImmediate(this.#scheduled);
		this.#scheduled = undefined;
		if (this.#isPaused || this.#isBlocked) return;
		const pen = new Pen(this.#hasLinks);
		if (this.#isClear) this.#clear(pen);
		for (const y of this.#changed) this.#paint(pen, y);
		this.#changed.clear();
		pen.finish();
		this.#placeCursor(pen);
		if (pen.output === '' || this.#output.write(BEGIN + pen.output + END)) return;
		this.#isBlocked = true;
		this.#output.once('drain', () => {
			this.#isBlocked = false;
			this.flush();
		});
	}

	#clear(pen: Pen): void {
		pen.clear();
		this.#isClear = false;
		this.#cursor = undefined;
		this.#shown = Array.from({length: this.#rows}, () => blankRow(this.#columns));
		for (let y = 0; y < this.#rows; y++) this.#changed.add(y);
	}

	#paint(pen: Pen, y: number): void {
		const shown = this.#shown[y];
		if (shown === undefined) return;
		const next = this.#compose(y);
		pen.paint(y, shown, next);
		this.#shown[y] = next;
	}

	#compose(y: number): Cell[] {
		const row = blankRow(this.#columns);
		for (const pane of this.#byDepth) {
			const {at} = pane;
			if (at.veil && covers(at.veil, y)) overlay(row, at.veil.x, [], at.veil.width);
			if (covers(at, y)) overlay(row, at.x, cellsOf(pane, y - at.y), at.width);
		}

		return row;
	}

	#placeCursor(pen: Pen): void {
		const pane = this.#byDepth.findLast(({cursor}) => cursor !== undefined);
		const cursor = pane?.cursor ? {x: pane.at.x + pane.cursor.x, y: pane.at.y + pane.cursor.y} : null;
		const isMoved = cursor?.x !== this.#cursor?.x || cursor?.y !== this.#cursor?.y;
		if (cursor !== null && (isMoved || pen.output !== '')) pen.moveTo(cursor.y, cursor.x);
		if (this.#cursor === undefined || (cursor === null) !== (this.#cursor === null)) {
			pen.output += cursor === null ? '\x1b[?25l' : '\x1b[?25h';
		}

		this.#cursor = cursor;
	}

	#sort(): void {
		this.#byDepth = [...this.#panes.values()].sort((one, other) => depth(one) - depth(other));
	}

	#touch({y, height, veil}: Rectangle): void {
		for (let row = y; row < y + height; row++) this.#changed.add(row);
		if (veil) this.#touch(veil);
		this.#schedule();
	}

	#schedule(): void {
		this.#scheduled ??= setImmediate(() => this.flush());
	}
}

function blankRow(columns: number): Cell[] {
	return new Array<Cell>(columns).fill(BLANK);
}

function covers({y, height}: Pick<Rectangle, 'y' | 'height'>, row: number): boolean {
	return row >= y && row < y + height;
}

function depth({at}: Pane): number {
	return at.z ?? 0;
}

function cellsOf(pane: Pane, row: number): readonly Cell[] {
	const drawn = pane.rows[row] ?? '';
	return typeof drawn === 'string' ? (pane.cells[row] ??= cells(drawn, pane.at.width)) : drawn;
}

function isAlike(one: Row | undefined, other: Row | undefined): boolean {
	if (one === other) return true;
	if (typeof one !== 'object' || typeof other !== 'object' || one.length !== other.length) return false;
	return one.every((cell, at) => isSame(cell, other[at]));
}
