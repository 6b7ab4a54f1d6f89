/** Begins conversations, adds and removes members, and counts new messages, in place. */
import {participants} from '../../../protocol/conversation-kind.ts';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import {addMention, memberFrom, passMessage, type Member} from './members.ts';
import type {Conversation, Conversations, Part} from './conversation.ts';

export function enter({ofUser}: Conversations, conversation: Conversation, member: Member): void {
	conversation.members.set(member.user, member);
	const own = ofUser.get(member.user) ?? new Set();
	ofUser.set(member.user, own.add(conversation));
}

export function leave({byId, ofUser}: Conversations, id: ConversationId, user: UserName): void {
	const conversation = byId.get(id);
	if (!conversation) return;
	conversation.members.delete(user);
	const own = ofUser.get(user);
	own?.delete(conversation);
	if (own?.size === 0) ofUser.delete(user);
}

export function begin(
	{byId}: Pick<Conversations, 'byId'>,
	id: ConversationId,
	{
		last = 0,
		lastAt = 0,
		first = 1,
		revision = 0,
		changed = [],
		pins = [],
		topic = '',
		topicBy,
		rights,
	}: Partial<Omit<Part, 'members' | 'chats'>> = {},
): Conversation {
	const begun: Conversation = {
		id,
		last,
		first,
		lastAt,
		revision,
		changed: new Map(changed),
		pins,
		members: new Map(),
		topic,
		chats: new Map(),
	};
	if (topicBy !== undefined) begun.topicBy = topicBy;
	if (rights !== undefined) begun.rights = rights;
	byId.set(id, begun);
	return begun;
}

/** Finds the conversation, or begins it: a direct one with its members, a room with none. */
export function open(all: Conversations, id: ConversationId): Conversation {
	const known = all.byId.get(id);
	if (known) return known;
	const begun = begin(all, id);
	for (const user of participants(id)) enter(all, begun, memberFrom(user, 0));
	return begun;
}

type NewMessage = {
	sequence: number;
	from: UserName;
	at: number;
	mentions?: readonly UserName[];
	folded?: readonly UserName[];
};

/** Counts a new message, unless the conversation has been loaded with it, as some conversations of a broadcast may. */
export function grow(
	all: Conversations,
	id: ConversationId,
	{sequence, from, at, mentions, folded}: NewMessage,
): void {
	const conversation = open(all, id);
	if (sequence <= conversation.last) return;
	conversation.last = sequence;
	conversation.lastAt = at;
	pass(conversation, from);
	for (const user of folded ?? []) pass(conversation, user);
	for (const user of mentions ?? []) {
		const called = conversation.members.get(user);
		if (called) conversation.members.set(user, addMention(called, sequence));
	}
}

/** Moves a member past the newest message. */
function pass({members, last}: Conversation, user: UserName): void {
	const member = members.get(user);
	if (member) members.set(user, passMessage(member, last));
}
