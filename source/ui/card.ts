/** Lays out cards: the rows of first screens and dialogs, cut to their width. */
import {isInChat} from '../state/model/place.ts';
import {cleanLine, safeText, type SafeText} from '../../protocol/text.ts';
import type {Button} from '../state/dialogs/dialog-layout.ts';
import type {Editor} from '../../terminal/editor.ts';
import type {Fields} from '../state/model/form.ts';
import type {Span} from '../state/dialogs/found-text.ts';
import {contains, layoutOf, type Rectangle} from '../state/panes/layout.ts';
import type {State} from '../state/model/state.ts';
import type {Size} from '../state/model/size.ts';
import {width as widthOf, wrap} from '../../terminal/width.ts';

type Tone = 'plain' | 'info' | 'good' | 'bad';

/** `pick`: what a click there means, as the place of the choice, field or button among its like. */
export type CardRow =
	| {readonly type: 'text'; readonly text: SafeText; readonly tone: Tone}
	/** One of several things to do, below each other. */
	| {
			readonly type: 'choice';
			readonly text: SafeText;
			/** What of it was searched for. */
			readonly hits?: readonly Span[];
			readonly chosen: boolean;
			readonly pick: number;
	  }
	| {
			readonly type: 'field';
			/** Padded to the width of the longest. */
			readonly label: SafeText;
			readonly editor: Editor;
			readonly hidden: boolean;
			readonly focus: boolean;
			readonly pick: number;
	  }
	| {readonly type: 'buttons'; readonly buttons: readonly Button[]};

export type Card = {
	readonly title: SafeText;
	/** How many cells the rows take. */
	readonly columns: number;
	readonly rows: readonly CardRow[];
	/** The row that must be seen, where there is not room for all, and the last one that belongs to it. */
	readonly focus: number;
	readonly focusEnd?: number;
	/** As many of the last rows are seen as well. */
	readonly foot: number;
	/** In the lower edge: that there is more to see. */
	readonly footer?: SafeText;
};

/** The border and the air beside the rows. */
export const FRAME = {columns: 4, rows: 2} as const;
/** Blank cells around a dialog. */
const AIR = {columns: 2, rows: 1} as const;

/** Lines of text, wrapped. */
export function textRows(text: SafeText, columns: number, tone: Tone = 'plain'): CardRow[] {
	return wrap(text, columns).map(line => ({type: 'text', text: line as SafeText, tone})); // wrapping adds nothing
}

export const blank: CardRow = {type: 'text', text: safeText``, tone: 'plain'};

/** Fields below each other, what is wrong with each under it; `focus` is the row of the field that has the keyboard. */
export function fieldRows(
	{fields, focus, waiting}: Fields,
	columns: number,
): Pick<Card, 'focus' | 'focusEnd'> & {rows: CardRow[]} {
	const labelled = Math.max(...fields.map(({label}) => widthOf(label)));
	const rows: CardRow[] = [];
	let [focused, end] = [0, 0];
	for (const [at, {label, editor, hidden, problem}] of fields.entries()) {
		if (at === focus) focused = rows.length;
		const padded = (label + ' '.repeat(labelled - widthOf(label))) as SafeText; // spaces are safe
		rows.push({type: 'field', label: padded, editor, hidden, focus: at === focus && !waiting, pick: at});
		if (problem) rows.push(...textRows(problem, columns, 'bad'));
		if (at === focus) end = rows.length - 1;
	}

	return {rows, focus: focused, focusEnd: end};
}

/** `Enter signs in · Esc back`, with only as many as fit. */
export function keyHints(hints: readonly SafeText[], columns: number): SafeText {
	let text = '';
	for (const hint of hints) {
		const longer = text === '' ? hint : `${text} · ${hint}`;
		if (widthOf(longer) > columns) break;
		text = longer;
	}

	return cleanLine(text);
}

/** The cells for rows that would like to be `wanted` cells wide. */
export function cardColumns(wanted: number, screen: Size): number {
	return Math.max(1, Math.min(wanted, screen.columns - FRAME.columns));
}

/** In the middle of the screen, as large as its rows need and as the screen allows. */
export function cardAt(card: Card, screen: Size): Rectangle {
	const width = Math.min(screen.columns, card.columns + FRAME.columns);
	const height = Math.min(screen.rows, card.rows.length + FRAME.rows);
	return {
		column: Math.floor((screen.columns - width) / 2),
		row: Math.floor((screen.rows - height) / 2),
		width,
		height,
	};
}

/** What is blank behind a dialog: air around it; a first screen, and a narrow screen but for the status line, where its keys stand. */
export function veilAt({column, row, width, height}: Rectangle, state: State): Rectangle {
	const {size: screen} = state;
	const {contacts, status} = layoutOf(screen);
	const kept = isInChat(state) ? (status?.height ?? 0) : 0;
	if (!contacts || !isInChat(state))
		return {column: 0, row: 0, width: screen.columns, height: screen.rows - kept};
	const left = Math.max(0, column - AIR.columns);
	const top = Math.max(0, row - AIR.rows);
	const right = Math.min(screen.columns, column + width + AIR.columns);
	const bottom = Math.min(screen.rows, row + height + AIR.rows);
	return {column: left, row: top, width: right - left, height: bottom - top};
}

/** The rows, with their indexes, that stand in a card `height` rows high: those around the one in focus, then the foot. */
export function shownRows(
	{rows, focus, focusEnd = focus, foot}: Card,
	height: number,
): ReadonlyArray<readonly [number, CardRow]> {
	const all = [...rows.entries()];
	const body = rows.length - Math.max(0, Math.min(foot, height - 1));
	const room = height - (rows.length - body);
	const least = Math.min(focus, focusEnd - room + 1);
	const first = Math.max(0, Math.min(Math.max(least, focus - Math.floor(room / 2)), body - room));
	return [...all.slice(first, Math.min(body, first + room)), ...all.slice(body)];
}

/** What a click on a cell of the screen picks of the card, if anything. */
export function pickAt(card: Card, screen: Size, column: number, row: number): number | undefined {
	const at = cardAt(card, screen);
	if (!contains(at, column, row)) return undefined;
	const [, hit] = shownRows(card, at.height - FRAME.rows)[row - at.row - 1] ?? [];
	if (hit?.type !== 'buttons') return hit?.type === 'text' ? undefined : hit?.pick;
	let x = column - at.column - FRAME.columns / 2;
	for (const {gap, text, pick} of hit.buttons) {
		x -= gap;
		if (x >= 0 && x < widthOf(text)) return pick;
		x -= widthOf(text);
	}

	return undefined;
}
