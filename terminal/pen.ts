/** Writes changed cells with few bytes, and tracks the terminal's cursor. */
import {BLANK, isSame, type Cell} from './cells.ts';
import {partsOf, type Style} from './style.ts';

/** Minimum cells of a run of blanks to erase, or of a gap to jump over: shorter ones cost less when written. */
const MIN_ERASED = 8;
const MAX_GAP = 6;
/**
 * Matches text on whose width terminals disagree: emoji, whose tables differ from version to version, and graphemes of several
 * characters.
 */
const UNCERTAIN = /\p{Extended_Pictographic}|\p{Regional_Indicator}|^../u;

export class Pen {
	/** The output so far. */
	output = '';
	#row = -1;
	#column = -1;
	#style: Style = '';
	readonly #hasLinks: boolean;

	constructor(hasLinks = true) {
		this.#hasLinks = hasLinks;
	}

	clear(): void {
		this.output += '\x1b[m\x1b[2J';
	}

	/** Paints row `y` of the screen from the cells `shown` to `next`. */
	paint(y: number, shown: readonly Cell[], next: readonly Cell[]): void {
		let paintTo = 0; // everything before this column is painted, whether it changed or not
		for (let x = 0; x < next.length; x++) {
			const cell = next[x] ?? BLANK;
			if (cell.width === 0 || (x >= paintTo && isSame(shown[x], cell))) continue;
			const blanks = changedBlanks(shown, next, x, paintTo);
			this.#goTo(y, x, next);
			if (blanks >= MIN_ERASED) {
				this.#erase(blanks);
				x += blanks - 1;
			} else if (isUncertain(cell)) {
				this.#writeUncertain(y, x, cell);
				paintTo = Math.max(paintTo, x + 2 * cell.text.length);
			} else {
				this.#write(cell);
			}
		}
	}

	/** Moves the cursor, both coordinates from 0. @returns whether that needed output */
	moveTo(y: number, x: number): boolean {
		if (y === this.#row && x === this.#column) return false;
		this.output += `\x1b[${y + 1};${x + 1}H`;
		this.#row = y;
		this.#column = x;
		return true;
	}

	/** Resets the style to plain text. */
	finish(): void {
		this.#useStyle('');
	}

	/** Moves to the next cell in a row, or writes a short run of simple cells before it again. */
	#goTo(y: number, x: number, next: readonly Cell[]): void {
		const gap =
			y === this.#row && x > this.#column && x - this.#column <= MAX_GAP ? next.slice(this.#column, x) : [];
		const isSimple = gap.every(
			cell => cell.style === this.#style && cell.text.length === 1 && !isUncertain(cell),
		);
		if (gap.length > 0 && isSimple) for (const cell of gap) this.#write(cell);
		else this.moveTo(y, x);
	}

	#write(cell: Cell): void {
		this.#useStyle(cell.style);
		this.output += cell.text;
		this.#column += cell.width;
	}

	/** Writes a cell of uncertain width: blanks its columns first, and positions the cursor after it. */
	#writeUncertain(y: number, x: number, cell: Cell): void {
		this.#useStyle(cell.style);
		if (cell.width > 1) {
			this.output += ' '.repeat(cell.width);
			this.#column = -1;
			this.moveTo(y, x);
		}

		this.output += cell.text;
		this.#column = -1;
	}

	#erase(columns: number): void {
		this.#useStyle('');
		this.output += `\x1b[${columns}X`;
	}

	#useStyle(style: Style): void {
		if (style === this.#style) return;
		const before = partsOf(this.#style);
		const {sgr, link} = partsOf(style);
		if (link !== before.link && this.#hasLinks) this.output += `\x1b]8;${link}\x1b\\`;
		if (sgr !== before.sgr)
			this.output += sgr === '' ? '\x1b[m' : `\x1b[${before.sgr === '' ? '' : '0;'}${sgr}m`;
		this.#style = style;
	}
}

/** Counts the plain blanks from column `from` to the last one that has to be painted. */
function changedBlanks(shown: readonly Cell[], next: readonly Cell[], from: number, paintTo: number): number {
	let end = from;
	for (let x = from; isSame(next[x], BLANK); x++) {
		if (x < paintTo || !isSame(shown[x], BLANK)) end = x + 1;
	}

	return end - from;
}

function isUncertain({text}: Cell): boolean {
	return text.length > 1 ? UNCERTAIN.test(text) : text >= '\u2000' && UNCERTAIN.test(text);
}
