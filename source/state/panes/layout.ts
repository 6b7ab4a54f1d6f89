/** Lays the panes out on a screen: rectangles of cells, frames included. */
import {rowCount} from '../../../terminal/layout/edited-rows.ts';
import {bySize} from '../../../terminal/layout/by-size.ts';
import {insideOf, type Rectangle} from '../../../terminal/layout/rectangle.ts';
import type {Size} from '../../../terminal/layout/size.ts';
import {isRoom} from '../../../protocol/conversation-kind.ts';
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
	/** The members of the open room: beside the transcript, on a narrow screen over it. */
	readonly members?: Rectangle;
	readonly bar: Rectangle;
	readonly status?: Rectangle;
	readonly framed: boolean;
};

const WIDE = 80;
/** Cells of the list of chats: it grows with the screen. */
const MIN_LIST = 21;
const MAX_LIST = 36;
/** Cells of the list of members, likewise. */
const MIN_MEMBERS = 18;
const MAX_MEMBERS = 30;
/** Below this, frames would take too many of the rows. */
const FRAMED_ROWS = 14;
const FRAMED_COLUMNS = 30;

/** Cells of the prompt before the text in the command bar. */
export const PROMPT = 2;

/** What the layout depends on. */
type Shape = Pick<State, 'size' | 'isListHidden'> &
	Partial<Pick<State, 'bar' | 'open' | 'pane' | 'areMembersShown' | 'help'>>;
/** Which panes there are beside the transcript, and the rows of text in the command bar. */
type Wanted = {readonly list: boolean; readonly members: boolean; readonly barRows: number};

/** Lays out a screen; on a tiny one some rectangles have 0 rows, but none lies outside. The command bar grows with its text. */
export function layoutOf(shape: Shape): Layout {
	const {size, isListHidden = false, bar} = shape;
	const barRows = bar ? Math.min(rowCount(bar, barColumns(size)), maxBarRows(size)) : 1;
	return sized({list: !isListHidden, members: hasMembers(shape), barRows})(size);
}

/** Checks whether members are shown: those of a room, on a narrow screen only while their list has the keyboard. */
function hasMembers({size, open, pane, areMembersShown = false, help}: Shape): boolean {
	const isWanted = isWide(size) ? areMembersShown || pane === 'members' : pane === 'members' && !help;
	return isWanted && open !== undefined && isRoom(open);
}

const layouts = new Map<string, (size: Size) => Layout>();

function sized(wanted: Wanted): (size: Size) => Layout {
	const key = `${wanted.list} ${wanted.members} ${wanted.barRows}`;
	const known = layouts.get(key);
	if (known) return known;
	const layout = bySize((columns, rows) => measure({columns, rows}, wanted));
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

/** Checks whether the screen is wide enough for lists beside the transcript. */
export function isWide({columns}: Size): boolean {
	return columns >= WIDE;
}

/** Returns the cells of a list, of which the first count is that of the narrowest screen that has it. */
function listWidth(least: number, most: number, columns: number): number {
	return Math.min(most, least + Math.floor((columns - WIDE) / 6));
}

function measure(size: Size, {list, members, barRows}: Wanted): Layout {
	const {columns: width, rows} = size;
	const framed = isFramed(size);
	const wide = isWide(size);
	const statusHeight = rows >= 3 ? 1 : 0;
	const foldedHeight = !(wide && list) && rows >= 5 ? 1 : 0;
	const barHeight = Math.min(rows - statusHeight, framed ? barRows + 2 : barRows);
	const height = rows - statusHeight - foldedHeight - barHeight;
	const left = wide && list ? listWidth(MIN_LIST, MAX_LIST, width) : 0;
	const right = wide && members ? listWidth(MIN_MEMBERS, MAX_MEMBERS, width) : 0;
	const transcript = {column: left, row: foldedHeight, width: width - left - right, height};
	const beside = {...transcript, column: width - right, width: right};
	return {
		...(left > 0 && {contacts: {column: 0, row: 0, width: left, height}}),
		...(foldedHeight > 0 && {compactContacts: {column: 0, row: 0, width, height: foldedHeight}}),
		transcript,
		...(members && {members: right > 0 ? beside : transcript}),
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
