/** Extracts the messages of an event, with their conversations, for the logs. */
import type {ConversationId} from '../../../protocol/names.ts';
import type {Message} from '../../../protocol/messages.ts';
import type {ChatEvent} from '../event.ts';

type Placed = {conversation: ConversationId; message: Message};

export function messagesIn(event: ChatEvent): Placed[] {
	if (event.type === 'messageSent') {
		const {conversation, sequence, id, from, at, text, chat} = event;
		return [{conversation, message: {sequence, id, from, at, text, ...(chat === undefined ? {} : {chat})}}];
	}

	if (event.type !== 'broadcastSent') return [];
	const {id, from, at, text} = event;
	return event.to.map(({conversation, sequence}) => ({
		conversation,
		message: {sequence, id, from, at, text},
	}));
}
