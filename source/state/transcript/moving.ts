/** Scrolls the open conversation by rows or pages, or to one of its ends. */
import type {State} from '../model/state.ts';
import {pageOf} from '../../../terminal/layout/paging.ts';
import {transcriptSize} from '../panes/layout.ts';
import {scrolledBy} from './scrolling.ts';
import {change, without, openConversation} from '../chats/conversations.ts';
import type {Conversation, Anchor} from '../model/conversation.ts';

/**
 * Scrolls the transcript; at its lower end it follows new messages again.
 * @param rows down; up if negative
 */
export function scroll(state: State, rows: number): State {
	return move(state, conversation => scrolledBy(state, conversation, rows));
}

export function scrollPages(state: State, pages: 1 | -1): State {
	return scroll(state, pages * pageOf(transcriptSize(state).rows));
}

export function scrollToEnd(state: State): State {
	return move(state, () => 'end');
}

/** Scrolls to the first message, which may have to be fetched. */
export function scrollToTop(state: State): State {
	const {open} = state;
	if (open === undefined) return state;
	return change(state, open, before => (before.last === 0 ? before : {...before, goTo: before.first ?? 1}));
}

function move(state: State, to: (conversation: Conversation) => Anchor): State {
	const conversation = openConversation(state);
	if (!conversation) return state;
	const settled = without(conversation, 'goTo');
	const moved = {...settled, anchor: to(settled)};
	return change(state, conversation.id, () => moved);
}
