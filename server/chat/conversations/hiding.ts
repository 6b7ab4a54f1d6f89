/** What a person gets of those whom they have blocked: of a message in a room only that there is one, and no topic. */
import {traitsOf} from '../../../protocol/conversation-kind.ts';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import type {Message} from '../../../protocol/messages.ts';
import type {ReplyOf} from '../../../protocol/index.ts';
import {hasBlocked} from '../people.ts';
import type {Conversation} from './slice.ts';
import type {State} from '../state.ts';

/** The message as this reader gets it. A hidden one keeps its sequence, so that none is missing. */
export function messageFor(
	state: State,
	reader: UserName,
	conversation: ConversationId,
	message: Message,
): Message {
	return traitsOf(conversation).hidesBlocked && hasBlocked(state, reader, message.from)
		? hidden(message)
		: message;
}

export function hidden({sequence, id, from, at}: Message): Message {
	return {sequence, id, from, at, text: '', folded: true};
}

/** The topic as this reader gets it; empty where somebody they have blocked has set it. */
export function topicFor(state: State, reader: UserName, {topic, topicBy}: Conversation): string {
	return topicBy !== undefined && hasBlocked(state, reader, topicBy) ? '' : topic;
}

/** The topics that `by` has set in rooms of `reader`, as the reader gets them now. */
export function topicsBy(state: State, by: UserName, reader: UserName): ReplyOf<'block'> {
	const topics = [...(state.conversations.ofUser.get(reader) ?? [])].flatMap(room => {
		const conversation = state.conversations.byId.get(room);
		return conversation?.topicBy === by ? [{room, topic: topicFor(state, reader, conversation)}] : [];
	});
	return topics.length > 0 ? {topics} : {};
}
