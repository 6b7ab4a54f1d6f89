/** Handles the user's own settings of a conversation: muted, pinned, closed. */
import type {ConversationSettings} from '../../../protocol/conversation-settings.ts';
import {LOBBY, type ConversationId} from '../../../protocol/names.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import {labelOf} from '../chats/contacts.ts';
import {change} from '../chats/conversations.ts';
import {switchTo} from '../chats/opening.ts';
import {say} from '../chats/saying.ts';
import type {State} from '../model/state.ts';
import {step} from '../model/step.ts';
import type {Announced, Replies} from './tables.ts';

function withSettings(state: State, id: ConversationId, settings: ConversationSettings): State {
	return change(state, id, before => ({...before, settings}));
}

/** Goes to the conversation before, else to the lobby. */
function awayFrom(state: State, id: ConversationId): State {
	if (state.open !== id) return state;
	const next = state.previous === undefined || state.previous === id ? LOBBY : state.previous;
	return state.conversations.has(next) ? switchTo(state, next) : state;
}

export const conversationSettingsAnnouncements: Announced<'conversationSet'> = {
	conversationSet: (state, {conversation, settings}) => step(withSettings(state, conversation, settings)),
};

export const conversationSettingsReplies: Replies<'setConversation'> = {
	setConversation(state, {request: {conversation: id, muted, pinned, closed}, reply}) {
		const set = withSettings(state, id, reply);
		const name = labelOf(state, id);
		const [unmute, unpin] =
			state.open === id ? ['/unmute', '/unpin'] : [safeText`/unmute ${name}`, safeText`/unpin ${name}`];
		const said = (text: SafeText) => step(say(set, [text], 'info', state.open === id ? id : undefined));
		if (closed)
			return step(
				say(awayFrom(set, id), [safeText`${name} is out of the list until something new is said there`]),
			);
		if (muted !== undefined)
			return said(
				muted
					? safeText`${name} is muted: only mentions count as unread; ${unmute} ends that`
					: safeText`${name} is not muted any more`,
			);
		if (pinned !== undefined)
			return said(
				pinned
					? safeText`${name} stays at the top of the list; ${unpin} ends that`
					: safeText`${name} is not pinned any more`,
			);
		return step(set);
	},
};
