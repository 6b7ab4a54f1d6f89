/** Converts a row of styled text into terminal cells. Only text, SGR and hyperlinks pass; every other sequence is dropped. */
import {linked, restyle, type Style} from './style.ts';
import {graphemes, width} from './width.ts';

/** A cell with one grapheme. A wide grapheme is followed by a cell of width 0 for each further column. */
export type Cell = {readonly text: string; readonly style: Style; readonly width: number};

export const BLANK: Cell = {text: ' ', style: '', width: 1};

/** Matches SGR with its parameters, OSC 8 with its, any other sequence, a run of text, or a control character. */
const PART =
	/\x1b\[([\d;:]*)m|\x1b\]8;([^\x07\x1b]*)(?:\x07|\x1b\\)|\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\|$)|\x1b[^]?|([^\x00-\x1f\x7f-\x9f]+)|[^]/g;

/** Returns exactly `columns` cells: cuts a longer row, fills a shorter one with blanks. */
export function cells(row: string, columns: number): Cell[] {
	const result = styledCells(row, columns);
	while (result.length < columns) result.push(BLANK);
	return result;
}

/** Returns the cells of a text, `columns` at most. */
export function styledCells(row: string, columns = Infinity): Cell[] {
	const result: Cell[] = [];
	let style = '';
	for (const [, parameters, link, text] of row.matchAll(PART)) {
		if (parameters !== undefined) style = restyle(style, parameters);
		if (link !== undefined) style = linked(style, link);
		if (text !== undefined && !append(result, text, style, columns)) break;
	}

	return result;
}

/** @returns false when the row is full */
function append(row: Cell[], text: string, style: Style, columns: number): boolean {
	for (const grapheme of graphemes(text)) {
		const taken = width(grapheme);
		if (row.length + Math.max(1, taken) > columns) return false;
		// Ink gives a cell to a mark that has no letter to stand on.
		row.push(taken === 0 ? {text: ' ', style, width: 1} : {text: grapheme, style, width: taken});
		for (let more = 1; more < taken; more++) row.push({text: '', style, width: 0});
	}

	return true;
}

export function isSame(one: Cell | undefined, other: Cell | undefined): boolean {
	return (
		one === other || (one?.text === other?.text && one?.style === other?.style && one?.width === other?.width)
	);
}

/** Copies `width` cells into a row from column `x` on, as far as they lie in it; a wide cell that an edge divides becomes blank. */
export function overlay(row: Cell[], x: number, over: readonly Cell[], width = over.length): void {
	const from = Math.max(0, x);
	const to = Math.min(row.length, x + width);
	if (from >= to) return;
	cut(row, from);
	cut(row, to);
	for (let at = from; at < to; at++) row[at] = over[at - x] ?? BLANK;
	for (let at = from; at < to && row[at]?.width === 0; at++) blank(row, at);
	if (over[to - x]?.width === 0) cutBefore(row, to, from);
}

/** Blanks a wide cell of `row` across the left edge of column `at`, whose right half will be overwritten. */
function cut(row: Cell[], at: number): void {
	if (row[at]?.width !== 0) return;
	for (let x = at; row[x]?.width === 0; x++) blank(row, x);
	cutBefore(row, at, 0);
}

/** Blanks the wide cell whose last half is left of column `at`. */
function cutBefore(row: Cell[], at: number, from: number): void {
	for (let x = at - 1, isWhole = false; x >= from && !isWhole; x--) {
		isWhole = row[x]?.width !== 0;
		blank(row, x);
	}
}

function blank(row: Cell[], x: number): void {
	row[x] = {...BLANK, style: row[x]?.style ?? ''};
}
