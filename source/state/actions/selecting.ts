/** Selects a message of the open conversation, by keys or the mouse, and shows it. */
import {safeText} from '../../../protocol/text.ts';
import {change, isHidden, openConversation, selectedIn} from '../chats/conversations.ts';
import {lastOf, firstOf, messageAt} from '../chats/window.ts';
import type {Conversation} from '../model/conversation.ts';
import type {State} from '../model/state.ts';
import {anchorWithSelected} from '../transcript/scrolling.ts';

export function unselect(state: State): State {
	const {selected, hits: _seen, ...rest} = state;
	return selected ? rest : state;
}

/** Selects the message above or below; without one, the lowest on the screen. Below the last one nothing is selected. */
export function selectMessage(state: State, by: 1 | -1): State {
	const here = openConversation(state);
	if (!here) return state;
	const from = selectedIn(state)?.sequence;
	const start = here.anchor === 'end' ? lastOf(here.window) : here.anchor.sequence;
	const found = next(state, here, from === undefined ? start : from + by, by);
	if (found !== undefined) return withSelected(state, here, found, by);
	if (from === undefined) return {...state, statusMessage: safeText`There is no message to choose here.`};
	return by === 1 ? unselect(state) : state;
}

/** Selects the message at this sequence, if it can be. */
export function selectAt(state: State, sequence: number): State {
	const here = openConversation(state);
	return here && next(state, here, sequence, -1) === sequence
		? withSelected(state, here, sequence, -1)
		: state;
}

function withSelected(before: State, here: Conversation, sequence: number, by: 1 | -1): State {
	const {help: _help, ...state} = before;
	const selected = {...state, pane: 'bar' as const, selected: {conversation: here.id, sequence}};
	return change(selected, here.id, held => ({...held, anchor: anchorWithSelected(selected, held, by)}));
}

/** Finds the nearest message from `from` on in this direction that can be read. */
function next(state: State, here: Conversation, from: number, by: 1 | -1): number | undefined {
	for (let at = from; at >= firstOf(here.window) && at <= lastOf(here.window) && at > 0; at += by) {
		const message = messageAt(here.window, at);
		if (message && message.deleted === undefined && !isHidden(state.blocked, here.id, message)) return at;
	}

	return undefined;
}
