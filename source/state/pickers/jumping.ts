/** Ranks the chats that match a typed part of a name. */
import type {ConversationId} from '../../../protocol/names.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import {contactRows, type ContactRow} from '../chats/contacts.ts';
import {openDialog} from '../dialogs/dialogs.ts';
import type {Picker} from '../model/dialog.ts';
import {EMPTY, textOf} from '../../../terminal/editor.ts';
import {switchTo} from '../chats/opening.ts';
import {memoizeByObject} from '../text/memoize-by-object.ts';
import type {State} from '../model/state.ts';

type Jump = Extract<Picker, {readonly type: 'jump'}>;

export function openJump(state: State): State {
	return openDialog(state, {type: 'jump', editor: EMPTY});
}

const rows = memoizeByObject<readonly ContactRow[]>();

/** Ranks the chats that match the typed text; without text, unread ones first, then the previous chat. */
export function jumpRows(state: State, {editor}: Jump): readonly ContactRow[] {
	const all = contactRows(state);
	const typed = textOf(editor).trim().toLowerCase();
	return rows(all, [typed, state.previous], () => {
		const others = all.filter(({open}) => !open);
		const ranked =
			typed === ''
				? others.map(row => [row, eagerness(row, state.previous)] as const)
				: matching(others, typed);
		return ranked.toSorted(([, one], [, other]) => one - other).map(([row]) => row);
	});
}

/** Formats a row with its unread count: `#build  3`, `bob  @1`. */
export function jumpText({label, unread, mentions}: ContactRow): SafeText {
	if (unread === 0) return label;
	return mentions > 0 ? safeText`${label}  @${mentions}` : safeText`${label}  ${unread}`;
}

/** Enter: opens the chosen chat; without a match the dialog stays. */
export function jumpToChosen(state: State, jump: Jump): State {
	const chosen = jumpRows(state, jump)[jump.chosen];
	return chosen ? switchTo({...state, dialogs: []}, chosen.id) : state;
}

function eagerness({id, unread, mentions}: ContactRow, previous: ConversationId | undefined): number {
	return mentions > 0 ? 0 : unread > 0 ? 1 : id === previous ? 2 : 3;
}

function matching(all: readonly ContactRow[], typed: string): ReadonlyArray<readonly [ContactRow, number]> {
	return all.flatMap(row => {
		const distance = distanceOf(row.label, typed);
		return distance === undefined ? [] : [[row, distance] as const];
	});
}

/**
 * Ranks a match, best 0: prefix of the name, prefix of a word, substring, letters in order.
 * @returns undefined if the name does not match
 */
function distanceOf(label: SafeText, typed: string): number | undefined {
	const name = label.toLowerCase();
	if (name.replace(/^#/, '').startsWith(typed.replace(/^[#@]/, ''))) return 0;
	const at = name.indexOf(typed);
	if (at > 0) return /[a-z0-9]/.test(name[at - 1] ?? '') ? 2 : 1;
	return hasInOrder(name, typed) ? 3 : undefined;
}

function hasInOrder(name: string, letters: string): boolean {
	let from = 0;
	return [...letters].every(letter => {
		const at = name.indexOf(letter, from);
		from = at + 1;
		return at >= 0;
	});
}
