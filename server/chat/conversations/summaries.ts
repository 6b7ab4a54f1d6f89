/** Summarizes a user's conversations for the reply to a sign-in. */
import {MAX_CONVERSATIONS, MAX_RECEIPTS} from '../../../protocol/bounds.ts';
import {traitsOf} from '../../../protocol/conversation-kind.ts';
import type {UserName} from '../../../protocol/names.ts';
import type {Summary} from '../../../protocol/conversations.ts';
import {topicFor} from './hiding.ts';
import {roleIn} from '../room-roles.ts';
import {begin} from './growing.ts';
import {memberFrom} from './members.ts';
import type {Conversation} from './conversation.ts';
import type {State} from '../state.ts';

/** Summarizes all conversations of a user, or the newest {@link MAX_CONVERSATIONS}. */
export function summariesOf(state: State, user: UserName): Summary[] {
	const own = [...(state.conversations.ofUser.get(user) ?? []), ...notBegun(state, user)];
	if (own.length > MAX_CONVERSATIONS) own.sort((one, other) => other.lastAt - one.lastAt);
	return own.slice(0, MAX_CONVERSATIONS).map(conversation => summaryOf(state, conversation, user));
}

/** Lists the conversations in which nothing has happened, but of which the user has settings. */
function notBegun({conversations, settingsOfConversations}: State, user: UserName): Conversation[] {
	const set = [...(settingsOfConversations.get(user)?.keys() ?? [])];
	return set.filter(id => !conversations.byId.has(id)).map(id => begin({byId: new Map()}, id));
}

/**
 * Summarizes a conversation, in few steps, since a sign-in asks for all in one turn of the event loop. `others` is empty for a room of more
 * than {@link MAX_RECEIPTS}, where the request `receipts` counts.
 */
export function summaryOf(state: State, conversation: Conversation, user: UserName): Summary {
	const {id, last, lastAt, first, revision, pins, members, rights} = conversation;
	const topic = topicFor(state, user, conversation);
	const {delivered, read, mentions, own} = members.get(user) ?? memberFrom(user, 0);
	const others = members.size <= MAX_RECEIPTS ? othersOf(state, conversation, user) : [];
	const summary: Summary = {
		conversation: id,
		last,
		lastAt,
		delivered,
		read,
		mentions: mentions.length,
		others,
	};
	if (first > 1) summary.first = first;
	if (revision > 0) summary.revision = revision;
	if (pins.length > 0) summary.pins = [...pins];
	if (mentions.length > 0) summary.mentionedAt = [...mentions];
	if (own.length > 0) summary.own = [...own];
	if (topic !== '') summary.topic = topic;
	const settings = state.settingsOfConversations.get(user)?.get(id);
	if (settings) summary.settings = settings;
	if (!traitsOf(id).hasMembers) return summary;
	summary.members = members.size;
	const role = roleIn(state, id, user);
	if (role) summary.role = role;
	if (rights?.isPrivate) summary.private = true;
	if (rights?.hasGuardedTopic) summary.guardedTopic = true;
	return summary;
}

/** Lists the read cursors of the other members. A blocked user sees nothing received or read by the user who blocks. */
function othersOf(state: State, {members}: Conversation, user: UserName): Summary['others'] {
	const blockers = state.relationships.blockers.get(user);
	const others: Summary['others'] = [];
	for (const {user: member, delivered, read} of members.values()) {
		if (member === user) continue;
		const isHidden = blockers?.has(member) ?? false;
		others.push({user: member, delivered: isHidden ? 0 : delivered, read: isHidden ? 0 : read});
	}

	return others;
}
