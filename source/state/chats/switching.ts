/** Switches between panes, and between conversations in the order of the list. */
import type {ConversationId} from '../../../protocol/names.ts';
import {contactOrder} from './contact-order.ts';
import {nextUnread} from './contacts.ts';
import {isWide, layoutOf} from '../panes/layout.ts';
import {keysOf} from '../keyboard/reminders.ts';
import {safeText} from '../../../protocol/text.ts';
import {switchTo} from './opening.ts';
import type {Pane, State} from '../model/state.ts';

export function nextPane(state: State, by: 1 | -1): State {
	const {contacts, members} = layoutOf(state);
	const panes: readonly Pane[] = [
		'bar',
		...(contacts ? (['contacts'] as const) : []),
		'transcript',
		...(members ? (['members'] as const) : []),
	];
	const at = Math.max(0, panes.indexOf(state.pane));
	return {...state, pane: panes[(at + by + panes.length) % panes.length] ?? 'bar'};
}

/** Hides the list of chats, or shows it again; the keyboard leaves a list that is hidden. */
export function toggleList(state: State): State {
	if (!isWide(state.size))
		return {
			...state,
			statusMessage: safeText`This window is too narrow for the list; ${keysOf('bar', 'jump')} goes to a chat.`,
		};
	const pane = state.pane === 'contacts' ? 'bar' : state.pane;
	return {...state, pane, isListHidden: !(state.isListHidden ?? false)};
}

/** Opens the next or previous conversation of the list, wrapping round its ends. */
export function nextConversation(state: State, by: 1 | -1): State {
	const all = contactOrder(state);
	const at = state.open === undefined ? -1 : all.indexOf(state.open);
	const next = at === -1 ? all.at(by === 1 ? 0 : -1) : all[(at + by + all.length) % all.length];
	return next === undefined ? state : switchTo(state, next);
}

/**
 * Opens a conversation by its place in the list.
 * @param number from 1
 */
export function numberedConversation(state: State, number: number): State {
	const id = contactOrder(state)[number - 1];
	return id === undefined ? state : switchTo(state, id);
}

/** Opens the next conversation with unread messages, mentions first. */
export function unreadConversation(state: State): State {
	const next = nextUnread(state);
	return next ? switchTo(state, next.id) : state;
}

export function previousConversation(state: State): State {
	return state.previous === undefined ? state : switchTo(state, state.previous);
}

/** Moves the selection in the list. */
export function chooseContact(state: State, by: 1 | -1): State {
	const all: readonly ConversationId[] = contactOrder(state);
	const chosen = state.contact ?? state.open;
	const at = chosen === undefined ? -1 : all.indexOf(chosen);
	const next = all[Math.max(0, Math.min(all.length - 1, at + by))];
	const {listTop: _wheeled, ...rest} = state;
	return next === undefined ? state : {...rest, contact: next};
}

export function openContact(state: State): State {
	const chosen = state.contact ?? state.open ?? contactOrder(state)[0];
	return chosen === undefined ? state : switchTo(state, chosen);
}
