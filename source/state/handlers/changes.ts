/** Handles changes of messages, heard of or asked for. */
import {unqueueChange, withChange} from '../chats/changing.ts';
import {change, conversationOf, notTyping, without} from '../chats/conversations.ts';
import {heldMessage} from '../chats/held-message.ts';
import {quotesArrived} from '../chats/quotes.ts';
import {replace} from '../chats/window.ts';
import type {Conversation, Message} from '../model/conversation.ts';
import {step, type Handlers} from '../model/step.ts';
import type {Announced, Replies} from './tables.ts';

export const changeAnnouncements: Announced<'messageChanged'> = {
	messageChanged(state, {conversation: id, ...made}) {
		if (!state.conversations.has(id)) return step(state);
		return step(change(state, id, before => withChange(notTyping(before, made.by), made)));
	},
};

export const changeReplies: Replies<'changedSince' | 'messagesAt'> = {
	changedSince(state, {request, reply}) {
		const {conversation: id} = request;
		if (!state.conversations.has(id)) return step(state);
		const {messages, revision, next} = reply;
		const held = change(state, id, before => messages.map(heldMessage).reduce(replaced, before));
		if (next !== undefined) return step(held, {type: 'request', request: {...request, from: next}});
		return step(
			change(held, id, before => ({
				...without(before, 'catchingUp'),
				revision: Math.max(revision, before.newest),
			})),
		);
	},
	messagesAt: (state, {request, reply}) =>
		step(quotesArrived(state, request, reply.messages.map(heldMessage))),
};

/** Replaces a message by a newer version of it. */
function replaced(conversation: Conversation, message: Message): Conversation {
	const newer = (held: Message) => ((held.revision ?? 0) < (message.revision ?? 0) ? message : held);
	return {...conversation, window: replace(conversation.window, message.sequence, newer)};
}

export const changes: Handlers<'changeMade'> = {
	changeMade(state, {id, conversation, sequence, at, revision}) {
		const {me} = state;
		const pending = conversationOf(state, conversation).changing.find(each => each.id === id);
		if (!me || !state.conversations.has(conversation)) return step(state); // the user has left the room since
		const made = {sequence, at, revision, by: me.user, change: pending?.change};
		return step(change(state, conversation, before => unqueueChange(withChange(before, made), id)));
	},
};
