/** Places status messages and command usage where there is room for them. */
import {isInChat} from '../model/place.ts';
import {clean, type SafeText} from '../../../protocol/text.ts';
import {width, wrapWithin} from '../../../terminal/width.ts';
import {textOf} from '../../../terminal/editor.ts';
import {layoutOf, PROMPT} from '../panes/layout.ts';
import {insideOf, type Rectangle} from '../../../terminal/layout/rectangle.ts';
import {barOf} from '../keyboard/scope.ts';
import type {State} from '../model/state.ts';
import {unreadElsewhere, unreadSign} from '../chats/unread.ts';
import {commandUsage} from './status.ts';

/** Cells of the status line that a message never takes: the link's sign, and blanks; beside them, the sign of what is unread. */
const BESIDE = 4;

/** Checks whether the status line shows the message whole. */
export function fitsStatusLine(message: SafeText, state: State): boolean {
	const unread = unreadSign(unreadElsewhere(state));
	const beside = BESIDE + (unread === '' ? 0 : unread.length + 1);
	return width(message) + beside <= state.size.columns;
}

/** Wraps a message that is too long for the status line; it is shown over the transcript until the next key. */
export function statusMessageLines(state: State): readonly SafeText[] {
	const {statusMessage} = state;
	if (statusMessage === undefined || !isInChat(state) || fitsStatusLine(statusMessage, state)) return [];
	const {transcript, bar, framed} = layoutOf(state);
	const inside = insideOf({...transcript, row: 0, height: bar.row}, framed);
	return wrapWithin(statusMessage, Math.max(1, inside.width), inside.height) as SafeText[]; // wrapping adds only an ellipsis
}

/**
 * Returns the rectangle of such a message, just above the command bar.
 * @returns undefined if there is none
 */
export function statusMessageRectangle(state: State): Rectangle | undefined {
	const {length} = statusMessageLines(state);
	if (length === 0) return undefined;
	const {transcript, bar, framed} = layoutOf(state);
	const height = framed ? length + 2 : length;
	return {column: transcript.column, row: bar.row - height, width: transcript.width, height};
}

/** Cells between the text and the usage beside it. */
const AIR = 2;

/**
 * Returns the usage of the command in the bar, and whether it fits beside it; else the status line shows it.
 * @returns undefined if there is no usage, or it is said already
 */
export function usagePlaced(state: State): {readonly text: SafeText; readonly beside: boolean} | undefined {
	const text = commandUsage(state);
	if (text === undefined || text === state.statusMessage) return undefined;
	const {bar, framed} = layoutOf(state);
	const typed = width(clean(textOf(barOf(state)).replaceAll(/\r?\n/g, '⏎')));
	return {text, beside: typed + PROMPT + AIR + width(text) <= insideOf(bar, framed).width};
}
