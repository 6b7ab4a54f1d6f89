/** Lays out cards: the rows of first screens and dialogs, cut to their width. */
import {cleanLine, safeText, type SafeText} from '../../protocol/text.ts';
import type {Editor} from '../editor.ts';
import type {Button} from '../layout/dialog.ts';
import {contains, type Rectangle} from '../layout/rectangle.ts';
import type {Size} from '../layout/size.ts';
import {width as widthOf, wrapWithin} from '../width.ts';

/** From one index of a text to another. */
export type Span = readonly [from: number, to: number];

type Tone = 'plain' | 'info' | 'good' | 'bad';

/** `pick`: index of the choice, field or button that a click takes. */
export type CardRow =
	| {readonly type: 'text'; readonly text: SafeText; readonly tone: Tone}
	/** A choice, in a row of its own. */
	| {
			readonly type: 'choice';
			readonly text: SafeText;
			/** Hits of a search in the text. */
			readonly hits?: readonly Span[];
			readonly chosen: boolean;
			readonly pick: number;
	  }
	| {
			readonly type: 'field';
			/** Padded to the width of the longest label. */
			readonly label: SafeText;
			readonly editor: Editor;
			readonly hidden: boolean;
			readonly focus: boolean;
			readonly pick: number;
	  }
	| {readonly type: 'buttons'; readonly buttons: readonly Button[]};

export type Card = {
	readonly title: SafeText;
	/** Cells of a row. */
	readonly columns: number;
	readonly rows: readonly CardRow[];
	/** Index of the row that stays visible in a card that is too high, and of its last row. */
	readonly focus: number;
	readonly focusEnd?: number;
	/** Number of last rows that stay visible as well. */
	readonly foot: number;
	/** Maximum rows shown, where that is fewer than the screen has. */
	readonly most?: number;
	/** Text in the lower edge, such as that there are more rows. */
	readonly footer?: SafeText;
};

/** Cells of the border and the blanks beside the rows. */
export const FRAME = {columns: 4, rows: 2} as const;
/** Blank cells around a dialog. */
const AIR = {columns: 2, rows: 1} as const;

/** Wraps a text into rows. @param most rows: a longer text ends in an ellipsis */
export function textRows(text: SafeText, columns: number, tone: Tone = 'plain', most = Infinity): CardRow[] {
	const lines = wrapWithin(text, columns, most) as SafeText[]; // wrapping adds only an ellipsis
	return lines.map(line => ({type: 'text', text: line, tone}));
}

/** Returns the rows of the screen for a text below the focused row: what others wrote must not hide how it begins. */
export function footRoom({rows}: Size): number {
	return Math.max(1, rows - FRAME.rows - 1);
}

export const blank: CardRow = {type: 'text', text: safeText``, tone: 'plain'};

/** Formats key hints, as many as fit: `Enter signs in · Esc back`. */
export function keyHints(hints: readonly SafeText[], columns: number): SafeText {
	let text = '';
	for (const hint of hints) {
		const longer = text === '' ? hint : `${text} · ${hint}`;
		if (widthOf(longer) > columns) break;
		text = longer;
	}

	return cleanLine(text);
}

/**
 * Returns the cells of a row, at most those of the screen.
 * @param wanted cells
 */
export function cardColumns(wanted: number, screen: Size): number {
	return Math.max(1, Math.min(wanted, screen.columns - FRAME.columns));
}

/** Centres the card, as large as its rows need and the screen allows. */
export function cardAt(card: Card, screen: Size): Rectangle {
	const width = Math.min(screen.columns, card.columns + FRAME.columns);
	const height = Math.min(screen.rows, Math.min(card.rows.length, card.most ?? Infinity) + FRAME.rows);
	return {
		column: Math.floor((screen.columns - width) / 2),
		row: Math.floor((screen.rows - height) / 2),
		width,
		height,
	};
}

/** Returns the rectangle of a card with a margin around it. */
export function withMargin({column, row, width, height}: Rectangle, screen: Size): Rectangle {
	const left = Math.max(0, column - AIR.columns);
	const top = Math.max(0, row - AIR.rows);
	const right = Math.min(screen.columns, column + width + AIR.columns);
	const bottom = Math.min(screen.rows, row + height + AIR.rows);
	return {column: left, row: top, width: right - left, height: bottom - top};
}

/**
 * Selects the rows that fit the card, around the focused row, and the foot.
 * @param height rows available
 * @returns each row with its index
 */
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

/**
 * Finds what a click on a cell of the screen picks.
 * @returns index of the choice, field or button; undefined if there is none
 */
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
