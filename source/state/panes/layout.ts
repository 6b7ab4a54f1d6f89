/** Lays the panes out on a screen: rectangles of cells, frames included. */
import {rowCount} from '../../../terminal/layout/edited-rows.ts';
import {bySize} from '../../../terminal/layout/by-size.ts';
import {insideOf, type Rectangle} from '../../../terminal/layout/rectangle.ts';
import type {Size} from '../../../terminal/layout/size.ts';
import type {State} from '../model/state.ts';

/**
 * Rectangles in cells, from 0. `framed`: drawn with a border, which takes a cell on every side. Only one of
 * `contacts` and `compactContacts` is there.
 */
export type Layout = {
	readonly contacts?: Rectangle;
	/** The line of unread marks in place of the list on a narrow screen. */
	readonly compactContacts?: Rectangle;
	readonly transcript: Rectangle;
	readonly bar: Rectangle;
	readonly status?: Rectangle;
	readonly framed: boolean;
};

const WIDE = 80;
/** Cells of the list of chats: it grows with the screen. */
const MIN_LIST = 21;
const MAX_LIST = 36;
/** Below this, frames would take too many of the rows. */
const FRAMED_ROWS = 14;
const FRAMED_COLUMNS = 30;

/** Cells of the prompt before the text in the command bar. */
export const PROMPT = 2;

/** What the layout depends on. */
type Shape = Pick<State, 'size' | 'isListHidden'> & Partial<Pick<State, 'bar'>>;

/** Lays out a screen; on a tiny one some rectangles have 0 rows, but none lies outside. The command bar grows with its text. */
export function layoutOf({size, isListHidden = false, bar}: Shape): Layout {
	const rows = bar ? Math.min(rowCount(bar, barColumns(size)), maxBarRows(size)) : 1;
	return sized(isListHidden, rows)(size);
}

const layouts = new Map<string, (size: Size) => Layout>();

function sized(isListHidden: boolean, barRows: number): (size: Size) => Layout {
	const key = `${isListHidden} ${barRows}`;
	const known = layouts.get(key);
	if (known) return known;
	const layout = bySize((width, rows) => measure(width, rows, width >= WIDE && !isListHidden, barRows));
	layouts.set(key, layout);
	return layout;
}

function isFramed({columns, rows}: Size): boolean {
	return rows >= FRAMED_ROWS && columns >= FRAMED_COLUMNS;
}

/** Returns the cells of a row of text in the command bar, without the one that is kept for the cursor at its end. */
export function barColumns(size: Size): number {
	const bar = {column: 0, row: 0, width: size.columns, height: 3};
	return Math.max(1, insideOf(bar, isFramed(size)).width - PROMPT - 1);
}

/** Returns the rows of text that the command bar may have: with its frame it takes a third of the screen. */
function maxBarRows(size: Size): number {
	return Math.max(1, Math.floor(size.rows / 3) - (isFramed(size) ? 2 : 0));
}

/** Checks whether the screen is wide enough for the list of chats. */
export function hasRoomForList({columns}: Size): boolean {
	return columns >= WIDE;
}

function measure(width: number, rows: number, wide: boolean, barRows: number): Layout {
	const framed = isFramed({columns: width, rows});
	const statusHeight = rows >= 3 ? 1 : 0;
	const foldedHeight = !wide && rows >= 5 ? 1 : 0;
	const barHeight = Math.min(rows - statusHeight, framed ? barRows + 2 : barRows);
	const height = rows - statusHeight - foldedHeight - barHeight;
	const left = wide ? Math.min(MAX_LIST, MIN_LIST + Math.floor((width - WIDE) / 6)) : 0;
	return {
		...(wide && {contacts: {column: 0, row: 0, width: left, height}}),
		...(foldedHeight > 0 && {compactContacts: {column: 0, row: 0, width, height: foldedHeight}}),
		transcript: {column: left, row: foldedHeight, width: width - left, height},
		bar: {column: 0, row: foldedHeight + height, width, height: barHeight},
		...(statusHeight > 0 && {status: {column: 0, row: rows - 1, width, height: statusHeight}}),
		framed,
	};
}

/** Returns the size of the transcript's contents. */
export function transcriptSize(shape: Shape): Size {
	const {transcript, framed} = layoutOf(shape);
	const {width, height} = insideOf(transcript, framed);
	return {columns: width, rows: height};
}

/** Returns the rectangle of help: all above the command bar, beside the list of chats. */
export function helpAt(shape: Shape): Rectangle {
	const {transcript, bar} = layoutOf(shape);
	return {...transcript, row: 0, height: bar.row};
}

/** Returns the size of help's contents. */
export function helpSize(shape: Shape): Size {
	const {width, height} = insideOf(helpAt(shape), layoutOf(shape).framed);
	return {columns: width, rows: height};
}
