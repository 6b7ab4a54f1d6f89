/** Summarizes a user's conversations for the reply to a sign-in. */
import {MAX_CONVERSATIONS, MAX_RECEIPTS} from '../../../protocol/bounds.ts';
import {traitsOf} from '../../../protocol/conversation-kind.ts';
import type {UserName} from '../../../protocol/names.ts';
import type {Summary} from '../../../protocol/conversations.ts';
import {topicFor} from './hiding.ts';
import {hasBlocked} from '../people.ts';
import {memberFrom, type Cursors} from './members.ts';
import type {Conversation} from './slice.ts';
import type {State} from '../state.ts';

/** Summarizes all conversations of a user, or the newest {@link MAX_CONVERSATIONS}. */
export function summariesOf(state: State, user: UserName): Summary[] {
	const ids = [...(state.conversations.ofUser.get(user) ?? [])];
	const own = ids.flatMap(id => state.conversations.byId.get(id) ?? []);
	if (own.length > MAX_CONVERSATIONS) own.sort((one, other) => other.lastAt - one.lastAt);
	return own.slice(0, MAX_CONVERSATIONS).map(conversation => summaryOf(state, conversation, user));
}

const NONE: Cursors = {delivered: 0, read: 0};

/**
 * Summarizes a conversation. `others` is empty for a room of more than {@link MAX_RECEIPTS}, where the request `receipts` counts. A blocked
 * user sees nothing received or read by the user who blocks.
 */
export function summaryOf(state: State, conversation: Conversation, user: UserName): Summary {
	const {id, last, lastAt, first, members} = conversation;
	const topic = topicFor(state, user, conversation);
	const {delivered, read, mentions, own} = members.get(user) ?? memberFrom(user, 0);
	const others = members.size <= MAX_RECEIPTS ? [...members].filter(([member]) => member !== user) : [];
	return {
		conversation: id,
		last,
		lastAt,
		...(first > 1 && {first}),
		delivered,
		read,
		mentions: mentions.length,
		others: others.map(([member, cursors]) => {
			const shown = hasBlocked(state, member, user) ? NONE : cursors;
			return {user: member, delivered: shown.delivered, read: shown.read};
		}),
		...(mentions.length > 0 && {mentionedAt: [...mentions]}),
		...(own.length > 0 && {own: [...own]}),
		...(topic === '' ? {} : {topic}),
		...(traitsOf(id).hasMembers ? {members: members.size} : {}),
	};
}
