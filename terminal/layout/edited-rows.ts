/** Wraps a text that is being edited into rows, finds the cursor in them, and moves it from row to row. */
import {clean, type SafeText} from '../../protocol/text.ts';
import {textOf, type Editor} from '../editor.ts';
import {graphemes, width} from '../width.ts';

/** A row: from one index of the text to another, without the line break. */
type Range = {readonly start: number; readonly end: number};
type Wrapped = {readonly text: string; readonly ranges: readonly Range[]; readonly cursor: number};

/** The rows on the screen around the cursor, whose row is in two parts. */
type EditedRows = {
	readonly above: readonly SafeText[];
	readonly before: SafeText;
	readonly after: SafeText;
	readonly below: readonly SafeText[];
	/** Cell of the cursor in its row. */
	readonly column: number;
};

/** UTF-16 units wrapped on either side of the cursor: several screens, and as much as a key may cost. */
const NEAR = 8000;
/** As {@link clean} has them. */
const BREAK = /\r\n?|[\n\u0085\u2028\u2029]/g;
const ASCII = /^[\x20-\x7e]*$/;
/** Maximum UTF-16 units of a grapheme whose cells are kept. */
const MAX_UNITS = 32;

/** Cells of the graphemes that were measured, which are few; at most {@link MAX_KNOWN} of them. */
const knownCells = new Map<string, number>();
const MAX_KNOWN = 4096;

/** Returns the cells of a grapheme as it is drawn. */
function cellsOf(grapheme: string): number {
	if (grapheme.length === 1 && ASCII.test(grapheme)) return 1;
	const known = knownCells.get(grapheme);
	if (known !== undefined) return known;
	const measured = width(clean(grapheme));
	if (knownCells.size >= MAX_KNOWN) knownCells.clear();
	if (grapheme.length <= MAX_UNITS) knownCells.set(grapheme, measured);
	return measured;
}

const wrapped = new WeakMap<Editor, Wrapped & {readonly columns: number}>();

/** Counts the rows that the text takes; one at least. @param columns cells of a row, with one kept for the cursor at its end */
export function rowCount(editor: Editor, columns: number): number {
	return wrapEdited(editor, columns).ranges.length;
}

/** Returns as many rows as fit, with the cursor among them. */
export function editedRows(editor: Editor, columns: number, rows: number): EditedRows {
	const {text, ranges, cursor} = wrapEdited(editor, columns);
	const at = rowOf(ranges, cursor);
	const first = Math.max(0, Math.min(at - Math.floor(rows / 2), ranges.length - rows));
	const shown = ({start, end}: Range) => clean(text.slice(start, end));
	const {start, end} = ranges[at] ?? {start: 0, end: 0};
	const before = clean(text.slice(start, cursor));
	return {
		above: ranges.slice(first, at).map(shown),
		before,
		after: clean(text.slice(cursor, end)),
		below: ranges.slice(at + 1, first + rows).map(shown),
		column: width(before),
	};
}

/** Moves the cursor a row up (-1) or down (1), to the same cell. @returns undefined where there is no such row */
export function rowMoved(editor: Editor, by: 1 | -1, columns: number): Editor | undefined {
	const {text, ranges, cursor} = wrapEdited(editor, columns);
	const at = rowOf(ranges, cursor);
	const [from, to] = [ranges[at], ranges[at + by]];
	if (!from || !to) return undefined;
	const cell = width(clean(text.slice(from.start, cursor)));
	const isLast = ranges[at + by + 1]?.start === to.end; // the end of a wrapped row is the start of the next
	const target = indexAt(text.slice(to.start, to.end), cell, isLast);
	const moved = to.start + target - cursor; // in units of the whole text
	const index = editor.before.length + moved;
	const whole = textOf(editor);
	return {
		...editor,
		before: whole.slice(0, index),
		after: whole.slice(index),
		revision: editor.revision + 1,
	};
}

function indexAt(row: string, cell: number, isLast: boolean): number {
	let [index, taken] = [0, 0];
	for (const grapheme of graphemes(row)) {
		taken += cellsOf(grapheme);
		if (taken > cell || (isLast && index + grapheme.length >= row.length)) break;
		index += grapheme.length;
	}

	return index;
}

function rowOf(ranges: readonly Range[], cursor: number): number {
	return Math.max(
		0,
		ranges.findLastIndex(({start}) => start <= cursor),
	);
}

function wrapEdited(editor: Editor, columns: number): Wrapped {
	const known = wrapped.get(editor);
	if (known?.columns === columns) return known;
	const before = editor.before.slice(-NEAR);
	const text = before + editor.after.slice(0, NEAR);
	const result = {text, ranges: rangesOf(text, Math.max(1, columns)), cursor: before.length, columns};
	wrapped.set(editor, result);
	return result;
}

function rangesOf(text: string, columns: number): readonly Range[] {
	if (text.length <= columns && ASCII.test(text)) return [{start: 0, end: text.length}];
	const ranges: Range[] = [];
	let start = 0;
	for (const {
		index,
		0: {length},
	} of text.matchAll(BREAK)) {
		wrapLine(text.slice(start, index), start, columns, ranges);
		start = index + length;
	}

	wrapLine(text.slice(start), start, columns, ranges);
	return ranges;
}

/** Breaks a line behind blanks, and within a word only where that is longer than a row. */
function wrapLine(line: string, offset: number, columns: number, ranges: Range[]): void {
	let [start, at, taken, blank] = [0, 0, 0, 0];
	for (const grapheme of graphemes(line)) {
		const cells = cellsOf(grapheme);
		while (taken + cells > columns && at > start) {
			const end = blank > start ? blank : at;
			ranges.push({start: offset + start, end: offset + end});
			start = end;
			taken = width(clean(line.slice(start, at)));
		}

		at += grapheme.length;
		taken += cells;
		if (grapheme === ' ') blank = at;
	}

	ranges.push({start: offset + start, end: offset + line.length});
}
