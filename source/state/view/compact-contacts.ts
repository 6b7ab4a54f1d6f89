/**
 * Lists the chats of a narrow screen in one line.
 * The open chat comes first, then mentions, failed messages, direct messages, other unread messages, drafts.
 */
import {width} from '../../../terminal/width.ts';
import {contactRows, countText, ownText, type ContactRow} from '../chats/contacts.ts';
import {layoutOf} from '../panes/layout.ts';
import type {State} from '../model/state.ts';

/** Cells between two chats. */
export const GAP = 2;

type CompactChat = {readonly row: ContactRow; readonly column: number; readonly width: number};

/** Selects the chats that fit the line. `more`: number of chats left out. */
export function compactChats(state: State): {readonly chats: readonly CompactChat[]; readonly more: number} {
	const wanted = contactRows(state)
		.filter(row => row.open || row.chosen || row.unread > 0 || ownText(row) !== '')
		.sort((one, other) => rank(one) - rank(other));
	const columns = layoutOf(state).compactContacts?.width ?? 0;
	const chats: CompactChat[] = [];
	let column = 0;
	for (const [at, row] of wanted.entries()) {
		const left = wanted.length - at - 1;
		const room = columns - (left > 0 ? GAP + width(moreText(left)) : 0);
		if (column + widthOf(row) > room) break;
		chats.push({row, column, width: widthOf(row)});
		column += widthOf(row) + GAP;
	}

	return {chats, more: wanted.length - chats.length};
}

/** Ranks the chats by importance; equal ones keep the order of the list. */
function rank({person, open, chosen, mentions, failed, unread}: ContactRow): number {
	if (open || chosen) return 0;
	return mentions > 0 ? 1 : failed ? 2 : unread === 0 ? 5 : person === undefined ? 4 : 3;
}

export function moreText(more: number): string {
	return `+${more}`;
}

/**
 * Returns the chat at a column of the line.
 * @param column from 0
 * @returns undefined if there is none
 */
export function compactAt(state: State, column: number): ContactRow | undefined {
	return compactChats(state).chats.find(chat => column >= chat.column && column < chat.column + chat.width)
		?.row;
}

/** Computes the cells of a chat: mark, presence, name, failed or draft sign, unread count. */
function widthOf(row: ContactRow): number {
	const count = countText(row);
	return (
		1 +
		(row.presence ? 1 : 0) +
		width(row.label) +
		ownText(row).length +
		(count === '' ? 0 : 1 + count.length)
	);
}
