/** Announces messages, read cursors and typing. */
import {MAX_RECEIPTS} from '../../../protocol/bounds.ts';
import {notBlockedBy, toReaders, type Announcers, type Announcing} from '../audience.ts';
import {hidden} from '../conversations/hiding.ts';
import type {ChatEvent} from '../event.ts';
import {hasBlocked, membersOf, screensOf} from '../people.ts';
import type {State} from '../state.ts';
import {messagesIn} from './messages-in.ts';

/** In a room, a user who has blocked the sender gets the message hidden. */
function announceMessages(state: State, event: ChatEvent): Announcing[] {
	return messagesIn(event).flatMap(({conversation, message}) =>
		toReaders(state, conversation, message.from, isVisible => ({
			type: 'message',
			conversation,
			...(isVisible ? message : hidden(message)),
		})),
	);
}

export const messageAnnouncers: Announcers = {
	messageSent: announceMessages,
	broadcastSent: announceMessages,
	marked(state, {conversation, user, delivered, read}) {
		const members = membersOf(state, conversation);
		const recipients = members.length > MAX_RECEIPTS ? [user] : notBlockedBy(state, user, members);
		return [
			{to: screensOf(state, recipients), announcement: {type: 'marked', conversation, user, delivered, read}},
		];
	},
	messagesForgotten(state, {conversation, upTo}) {
		const to = screensOf(state, membersOf(state, conversation));
		return [{to, announcement: {type: 'messagesForgotten', conversation, upTo}}];
	},
	typed(state, {conversation, user}) {
		const others = notBlockedBy(state, user, membersOf(state, conversation)).filter(
			member => member !== user && !hasBlocked(state, member, user),
		);
		return [{to: screensOf(state, others), announcement: {type: 'typing', conversation, user}}];
	},
};
