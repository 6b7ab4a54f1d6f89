/** Hides messages and topics of blocked users in rooms. */
import {traitsOf} from '../../../protocol/conversation-kind.ts';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import type {Message, Reaction} from '../../../protocol/messages.ts';
import type {ReplyOf} from '../../../protocol/index.ts';
import {hasBlocked} from '../people.ts';
import type {Conversation} from './conversation.ts';
import type {State} from '../state.ts';

/** Returns the message as the reader gets it. A hidden message keeps its sequence, so that none is missing. */
export function messageFor(
	state: State,
	reader: UserName,
	conversation: ConversationId,
	message: Message,
): Message {
	if (!traitsOf(conversation).hidesBlocked) return message;
	if (hasBlocked(state, reader, message.from)) return hidden(message);
	return message.reactions ? withoutBlocked(state, reader, message, message.reactions) : message;
}

/** Leaves out the reactions of users whom the reader has blocked. */
function withoutBlocked(
	state: State,
	reader: UserName,
	{reactions: _, ...message}: Message,
	all: readonly Reaction[],
): Message {
	const reactions = all
		.map(({emoji, by}) => ({emoji, by: by.filter(user => !hasBlocked(state, reader, user))}))
		.filter(({by}) => by.length > 0);
	return reactions.length > 0 ? {...message, reactions} : message;
}

export function hidden({sequence, id, from, at, revision}: Message): Message {
	const bare: Message = {sequence, id, from, at, text: '', folded: true};
	return revision === undefined ? bare : {...bare, revision};
}

/** Returns the topic as the reader gets it: empty where a user whom they have blocked has set it. */
export function topicFor(state: State, reader: UserName, {topic, topicBy}: Conversation): string {
	return topicBy !== undefined && hasBlocked(state, reader, topicBy) ? '' : topic;
}

/** Lists the topics that `by` has set in rooms of `reader`, as the reader gets them now. */
export function topicsBy(state: State, by: UserName, reader: UserName): ReplyOf<'block'> {
	const topics = [...(state.conversations.ofUser.get(reader) ?? [])]
		.filter(({topicBy}) => topicBy === by)
		.map(conversation => ({room: conversation.id, topic: topicFor(state, reader, conversation)}));
	return topics.length > 0 ? {topics} : {};
}
