/** Announces messages, read cursors and typing. */
import {MAX_RECEIPTS} from '../../../protocol/bounds.ts';
import type {Message} from '../../../protocol/messages.ts';
import type {ConversationId} from '../../../protocol/names.ts';
import {notBlockedBy, toReaders, type Announcers, type Announcing} from '../audience.ts';
import {hidden} from '../conversations/hiding.ts';
import {hasBlocked, presentMembersOf, screensOf} from '../people.ts';
import type {State} from '../state.ts';
import {messageOf, messagesIn} from './messages-in.ts';

/** In a room, a user who has blocked the sender gets the message hidden. */
function announceMessage(state: State, conversation: ConversationId, message: Message): Announcing[] {
	return toReaders(state, conversation, message.from, isVisible => {
		const {sequence, id, from, at, text, chat, kind, replyTo, file, folded} = isVisible
			? message
			: hidden(message);
		return {type: 'message', conversation, sequence, id, from, at, text, chat, kind, replyTo, file, folded};
	});
}

export const messageAnnouncers: Announcers = {
	messageSent(state, event) {
		return announceMessage(state, event.conversation, messageOf(event));
	},
	broadcastSent(state, event) {
		return messagesIn(event).flatMap(({conversation, message}) =>
			announceMessage(state, conversation, message),
		);
	},
	marked(state, {conversation, user, delivered, read}) {
		const {size = 0} = state.conversations.byId.get(conversation)?.members ?? {};
		const recipients =
			size > MAX_RECEIPTS ? [user] : notBlockedBy(state, user, presentMembersOf(state, conversation));
		return [
			{to: screensOf(state, recipients), announcement: {type: 'marked', conversation, user, delivered, read}},
		];
	},
	messagesForgotten(state, {conversation, upTo}) {
		const to = screensOf(state, presentMembersOf(state, conversation));
		return [{to, announcement: {type: 'messagesForgotten', conversation, upTo}}];
	},
	typed(state, {conversation, user}) {
		const others = notBlockedBy(state, user, presentMembersOf(state, conversation)).filter(
			member => member !== user && !hasBlocked(state, member, user),
		);
		return [{to: screensOf(state, others), announcement: {type: 'typing', conversation, user}}];
	},
};
