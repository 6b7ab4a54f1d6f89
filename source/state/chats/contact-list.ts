/** Selects the lines of the list of chats that are on the screen: headings and rows, scrolled to what is unread. */
import {safeText, type SafeText} from '../../../protocol/text.ts';
import {insideOf} from '../../../terminal/layout/rectangle.ts';
import {width} from '../../../terminal/width.ts';
import type {State} from '../model/state.ts';
import {layoutOf} from '../panes/layout.ts';
import {memoizeByObject} from '../text/memoize-by-object.ts';
import {contactRows, nextOf, type ContactRow} from './contacts.ts';
import {clamp, firstShown, headedLines, lineAt, type HeadedLine} from './headed-list.ts';
import {unreadIn, type Unread} from './unread.ts';

type ListLine = HeadedLine<ContactRow>;

type ShownContacts = {
	/** Index of the first line shown. */
	readonly first: number;
	readonly lines: readonly ListLine[];
	readonly above: Beyond;
	readonly below: Beyond;
};

/** The chats beyond one edge of the list, and what is unread in them. */
type Beyond = Unread & {readonly chats: number};

const headed = memoizeByObject<readonly ListLine[]>();

function listLines(rows: readonly ContactRow[], height: number): readonly ListLine[] {
	return headed(rows, [height], () => headedLines(rows, height));
}

const shown = memoizeByObject<ShownContacts>();

/** Returns the lines on the screen; memoized while nothing in them changes. */
export function shownContacts(state: State): ShownContacts {
	const {pane, contact, listTop} = state;
	const height = heightOf(state);
	return shown(contactRows(state), [height, pane === 'contacts', contact, listTop], () =>
		linesOnScreen(state, height),
	);
}

function heightOf(state: State): number {
	const {contacts, framed} = layoutOf(state);
	return contacts ? insideOf(contacts, framed).height : 0;
}

function linesOnScreen(state: State, height: number): ShownContacts {
	const all = listLines(contactRows(state), height);
	const first = clamp(state.listTop ?? firstLine(state, all, height), all.length - height);
	const end = first + height;
	const beyond = (lines: readonly ListLine[]): Beyond => {
		const rows = lines.flatMap(line => ('row' in line ? [line.row] : []));
		return {chats: rows.length, ...unreadIn(rows.filter(({open}) => !open))};
	};
	return {
		first,
		lines: all.slice(first, end),
		above: beyond(all.slice(0, first)),
		below: beyond(all.slice(end)),
	};
}

/** Finds the first line so that the selected row is visible; without a selection, the next unread one. */
function firstLine(state: State, all: readonly ListLine[], height: number): number {
	const rows = contactRows(state);
	const chosen = rows.find(row => row.chosen);
	const first = firstShown(lineAt(all, chosen), all.length, height);
	const next = state.pane === 'contacts' || state.contact !== undefined ? undefined : nextOf(rows);
	if (!next) return first;
	const at = lineAt(all, next);
	return Math.min(at, Math.max(first, at - height + 1));
}

/**
 * Formats what is beyond one edge of the list: the number of chats, such as `↑3`, with what is unread in them, such as `↑3 · 2 unread, @1`.
 * @param columns cells available
 * @returns undefined if nothing is there
 */
export function edgeText(
	sign: '↑' | '↓',
	{chats, unread, mentions}: Beyond,
	columns: number,
): SafeText | undefined {
	if (chats === 0) return undefined;
	const more = safeText`${sign}${chats}`;
	if (unread === 0) return more;
	const count = unread > 999 ? '999+' : unread;
	const called = safeText`@${mentions}`;
	const forms =
		mentions > 0
			? [
					safeText`${more} · ${count} unread, ${called}`,
					safeText`${more} · ${called}`,
					safeText`${sign} ${called}`,
				]
			: [safeText`${more} · ${count} unread`, safeText`${more} · ${count}`];
	return forms.find(form => width(form) <= columns) ?? forms.at(-1);
}

/**
 * Scrolls the list by the mouse wheel.
 * @param rows down; up if negative
 */
export function scrollContacts(state: State, rows: number): State {
	const height = heightOf(state);
	const all = listLines(contactRows(state), height);
	return {...state, listTop: clamp(shownContacts(state).first + rows, all.length - height)};
}
