/** Extracts the messages of an event, with their conversations, for the logs. */
import type {ConversationId} from '../../../protocol/names.ts';
import type {Message} from '../../../protocol/messages.ts';
import type {ChatEvent, EventOf} from '../event.ts';

type Placed = {conversation: ConversationId; message: Message};

/** Returns the message of an event, without fields that have no value. */
export function messageOf(event: EventOf<'messageSent'>): Message {
	const {sequence, id, from, at, text, chat, kind, replyTo, file} = event;
	const message: Message = {sequence, id, from, at, text};
	if (chat !== undefined) message.chat = chat;
	if (kind !== undefined) message.kind = kind;
	if (replyTo !== undefined) message.replyTo = replyTo;
	if (file !== undefined) message.file = file;
	return message;
}

export function messagesIn(event: ChatEvent): Placed[] {
	if (event.type === 'messageSent') {
		return [{conversation: event.conversation, message: messageOf(event)}];
	}

	if (event.type !== 'broadcastSent') return [];
	const {id, from, at, text} = event;
	return event.to.map(({conversation, sequence}) => ({
		conversation,
		message: {sequence, id, from, at, text},
	}));
}
