/** Says what arrives in conversations that are not open: a message meant for the user whole, of a room once that there is something new. */
import type {ConversationId} from '../../protocol/names.ts';
import {traitsOf} from '../../protocol/conversation-kind.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';
import {countedUnread, isHidden} from '../state/chats/conversations.ts';
import {messageAt} from '../state/chats/window.ts';
import type {Conversation} from '../state/model/conversation.ts';
import type {State} from '../state/model/state.ts';
import {lineFromElsewhere} from './message-line.ts';
import type {Part} from './said.ts';

export const elsewhere: Part = (said, state) => {
	const {conversations, open} = state;
	if (conversations === said.state.conversations) return {lines: []};
	const isFirst = said.state.conversations.size === 0; // what was there at the sign-in is counted, not said
	const heard = new Map<ConversationId, number>();
	const lines: SafeText[] = [];
	for (const [id, conversation] of conversations) {
		const before = said.heard.get(id) ?? (isFirst ? conversation.last : 0);
		if (id !== open && conversation.last > before && !isFirst)
			lines.push(...news(state, said.state, conversation, before));
		heard.set(id, Math.max(before, conversation.last));
	}

	return {lines, heard};
};

function news(state: State, before: State, conversation: Conversation, heard: number): readonly SafeText[] {
	const {id, last, mentions} = conversation;
	const lines: SafeText[] = [];
	for (let sequence = Math.max(heard, last - MOST) + 1; sequence <= last; sequence++) {
		const message = messageAt(conversation.window, sequence);
		if (!message || message.from === state.me?.user || isHidden(state.blocked, id, message)) continue;
		const isMeant = traitsOf(id).countsMentions
			? mentions.includes(sequence)
			: conversation.settings?.muted !== true;
		if (isMeant) lines.push(lineFromElsewhere(state, conversation, message));
	}

	const was = before.conversations.get(id);
	const begins = countedUnread(conversation) > 0 && (was === undefined || countedUnread(was) === 0);
	return lines.length === 0 && begins ? [safeText`New in ${id}.`] : lines;
}

/** Messages said at once of a conversation; of more, the newest. */
const MOST = 10;
