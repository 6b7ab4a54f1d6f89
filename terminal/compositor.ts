/** Composes overlapping panes on the terminal: each flush writes, in one piece, only the cells that differ. */
import {BLANK, isSame, overlay, styledCells, type Cell} from './cells.ts';
import {
	cellsOf,
	covers,
	depth,
	isAlike,
	onScreen,
	type CursorAt,
	type DrawnPane,
	type Rectangle,
	type Row,
} from './drawn-pane.ts';
import {Pen} from './pen.ts';

/** The part of a terminal's stdout that the compositor uses. */
type Output = {
	write(text: string): boolean;
	once(name: 'drain', listener: () => void): unknown;
};

type Cursor = {readonly x: number; readonly y: number};
/** Begin and end of synchronized output, which the terminal shows at once; other terminals ignore these sequences. */
const BEGIN = '\x1b[?2026h';
const END = '\x1b[?2026l';
/** Matches Latin letters, digits and signs, of which each takes a cell. */
const LETTERS = /^[\x20-\x7e\xa1-\xac\xae-\u02af]+$/;

export class Compositor {
	readonly #output: Output;
	#columns: number;
	#rows: number;
	/** Panes by name, in the order in which they were placed. */
	readonly #panes = new Map<string, DrawnPane>();
	/** Panes from back to front; of equals, the newer is in front. */
	#byDepth: DrawnPane[] = [];
	/** The cells on the terminal. */
	#shown: Cell[][] = [];
	readonly #changed = new Set<number>();
	#isClear = false;
	#isPaused = false;
	#isBlocked = false;
	#scheduled: NodeJS.Immediate | undefined;
	#cursor: Cursor | null | undefined;
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

	/** Shows letters that are being typed into a pane, as a terminal echoes them: at once, where there is room. What is painted next holds. */
	echo(id: string, letters: string): void {
		const pane = this.#inFront();
		const cursor = onScreen(pane);
		if (pane?.id !== id || !cursor || !this.#mayWrite || !isAt(cursor, this.#cursor)) return;
		const {x, y, room = 0} = cursor;
		const row = this.#shown[y];
		if (!row || letters.length > room || !LETTERS.test(letters)) return;
		const typed = styledCells(letters);
		if (!typed.every((_, at) => isSame(row[x + at], BLANK))) return;
		overlay(row, x, typed);
		this.#cursor = {x: x + typed.length, y};
		this.#changed.add(y);
		this.#schedule();
		this.#write(letters);
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
		if (!this.#mayWrite) return;
		const pen = new Pen(this.#hasLinks);
		if (this.#isClear) this.#clear(pen);
		for (const y of this.#changed) this.#paint(pen, y);
		this.#changed.clear();
		pen.finish();
		this.#placeCursor(pen);
		if (pen.output !== '') this.#write(BEGIN + pen.output + END);
	}

	get #mayWrite(): boolean {
		return !this.#isPaused && !this.#isBlocked;
	}

	#write(text: string): void {
		if (this.#output.write(text)) return;
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
		const cursor = onScreen(this.#inFront());
		if (cursor !== null && (!isAt(cursor, this.#cursor) || pen.output !== '')) pen.moveTo(cursor.y, cursor.x);
		if (this.#cursor === undefined || (cursor === null) !== (this.#cursor === null)) {
			pen.output += cursor === null ? '\x1b[?25l' : '\x1b[?25h';
		}

		this.#cursor = cursor;
	}

	/** The foremost pane that has a say about the cursor. */
	#inFront(): DrawnPane | undefined {
		return this.#byDepth.findLast(({cursor}) => cursor !== undefined);
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

function isAt(one: Cursor, other: Cursor | null | undefined): boolean {
	return one.x === other?.x && one.y === other.y;
}
