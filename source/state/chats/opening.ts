/** Opens a conversation at its first unread message, and keeps the draft of the one before. */
import {traitsOf} from '../../../protocol/conversation-kind.ts';
import type {ConversationId} from '../../../protocol/names.ts';
import {asideOf, draftOf, withCleared} from '../command-bar/bar.ts';
import {composeNothing} from './composing.ts';
import {change, conversationOf, unreadOf, without} from './conversations.ts';
import {EMPTY, lineOf, textOf, type Editor} from '../../../terminal/editor.ts';
import type {State} from '../model/state.ts';
import type {Conversation} from '../model/conversation.ts';
import {firstOf} from './window.ts';

/**
 * Opens the conversation, which may be new.
 * @param goTo sequence of the message to show
 */
export function switchTo(before: State, id: ConversationId, goTo?: number): State {
	const state = before.open === id ? before : composeNothing(unselected(before));
	const {contact, completion, help, listTop, member, memberTop, ...rest} = state;
	if (state.open === id) {
		const here = change({...rest, pane: 'bar'}, id, before =>
			goTo === undefined ? before : {...before, goTo: reachable(before, goTo)},
		);
		return here;
	}

	const aside = withCleared(rest, ...asideOf(state));
	const left =
		state.open === undefined ? aside : change(aside, state.open, before => leave(before, draftOf(state)));
	const {draft} = conversationOf(left, id);
	const typed = state.open === undefined && textOf(draftOf(state)) !== '';
	const opened = change(typed ? withCleared(left, lineOf(draft)) : left, id, before => enter(before, goTo));
	const {lines} = state.recall;
	return {
		...opened,
		open: id,
		bar: typed ? draftOf(state) : draft,
		...(state.open !== undefined && {previous: state.open}),
		pane: 'bar',
		recall: {lines, at: lines.length, kept: EMPTY, copies: new Map()},
	};
}

function unselected({selected: _selected, hits: _hits, ...state}: State): State {
	return state;
}

function leave(conversation: Conversation, draft: Editor): Conversation {
	const notices = conversation.notices.filter(({isAnswer}) => !isAnswer);
	return {...without(conversation, 'newAfter', 'goTo', 'unfolded'), notices, anchor: 'end', draft};
}

function enter(before: Conversation, goTo: number | undefined): Conversation {
	const fresh = before.loading === 'stuck' ? without(before, 'loading') : before;
	const unread = unreadOf(fresh) > 0;
	const top = goTo ?? (unread ? fresh.read + 1 : undefined);
	return {
		...fresh,
		draft: EMPTY,
		quoted: new Map(),
		anchor: 'end',
		...(unread && {newAfter: fresh.read}),
		...(top !== undefined && {goTo: reachable(fresh, top)}),
	};
}

/** Messages of a private chat that have left the window are nowhere else. */
function reachable({id, window}: Conversation, sequence: number): number {
	return traitsOf(id).isStored ? sequence : Math.max(sequence, firstOf(window));
}
