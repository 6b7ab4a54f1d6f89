/** Decides on relationships: blocks, friend requests, and answers to proposals. */
import {isRoom} from '../../../protocol/conversation-kind.ts';
import {refuse} from '../../../protocol/refusals.ts';
import type {ChatEvent} from '../event.ts';
import {areFriends, hasBlocked} from '../people.ts';
import type {MemberRule} from '../rule.ts';
import {cannotPropose, proposalsOf, refuseTarget} from '../proposing.ts';
import {proposalKey} from './slice.ts';
import {invitationFault} from '../rooms/access.ts';
import {joined} from '../rooms/joining-and-leaving.ts';
import {topicsBy} from '../conversations/hiding.ts';
import {chatsOf} from '../chat-sessions/rules.ts';
import {endExchangesBetween, privateChatsOf, privateEnded} from '../private-chats/ends.ts';
import {partnerOf} from '../private-chats/slice.ts';

/** Blocks a user: ends chat session, private chat, friendship and proposals between the two, each announced to the other. */
const block: MemberRule<'block'> = (state, {session: {user}}, {user: other}, {now: at}) => {
	const refusal = refuseTarget(state, user, other);
	if (refusal) return refusal;
	if (hasBlocked(state, user, other)) return refuse('alreadyBlocked', {user: other});
	const ended = chatsOf(state, user).filter(chat => chat.user === other);
	const privately = privateChatsOf(state, user).filter(chat => partnerOf(chat, user) === other);
	const asked = proposalsOf(state, user).filter(({from, to}) => from === other || to === other);
	const events: ChatEvent[] = [
		...ended.map(
			({number, conversation}) =>
				({type: 'chatEnded', number, conversation, user, why: 'ended', at}) as const,
		),
		...privately.map(chat => privateEnded(chat, 'ended')),
		...asked.map(proposal => ({type: 'withdrawn', ...proposal}) as const),
		...(areFriends(state, user, other) ? [{type: 'unfriended', user, other} as const] : []),
		{type: 'blocked', user, other},
	];
	return {events, reply: () => topicsBy(state, other, user)};
};

const unblock: MemberRule<'unblock'> = (state, {session: {user}}, {user: other}) => {
	const refusal = refuseTarget(state, user, other);
	if (refusal) return refusal;
	if (!hasBlocked(state, user, other)) return refuse('notBlocked', {user: other});
	return {events: [{type: 'unblocked', user, other}], reply: () => topicsBy(state, other, user)};
};

/** Sends a friend request, or accepts the one that the other user has sent. */
const befriend: MemberRule<'befriend'> = (state, {session: {user}}, {user: other}, {now: at}) => {
	if (areFriends(state, user, other)) return refuse('alreadyFriends', {user: other});
	const theirs = state.relationships.proposals.get(proposalKey({kind: 'friend', from: other, to: user}));
	if (theirs) {
		return {events: [{type: 'answered', ...theirs, accepted: true}], reply: () => ({friends: true})};
	}

	const proposal = {kind: 'friend', from: user, to: other} as const;
	const refusal = cannotPropose(state, proposal);
	if (refusal) return refusal;
	return {events: [{type: 'asked', ...proposal, at}], reply: () => ({friends: false})};
};

/** Ends a friendship, and the exchanges of the two, or withdraws a friend request. */
const unfriend: MemberRule<'unfriend'> = (state, {session: {user}}, {user: other}) => {
	const asked = state.relationships.proposals.get(proposalKey({kind: 'friend', from: user, to: other}));
	if (asked) return {events: [{type: 'withdrawn', ...asked}], reply: () => ({})};
	const refusal = refuseTarget(state, user, other);
	if (refusal) return refusal;
	if (!areFriends(state, user, other)) return refuse('notFriends', {user: other});
	return {
		events: [...endExchangesBetween(state, user, other), {type: 'unfriended', user, other}],
		reply: () => ({}),
	};
};

const answerQuestion: MemberRule<'answerQuestion'> = (state, {session: {user: to}}, request, {now: at}) => {
	const {kind, from, room, accept: accepted} = request;
	const proposal = state.relationships.proposals.get(proposalKey({kind, from, to, room}));
	if (!proposal) return refuse('questionGone');
	const joins =
		accepted && room !== undefined && isRoom(room) && !state.conversations.byId.get(room)?.members.has(to);
	const fault = joins ? invitationFault(state, proposal) : undefined;
	if (fault) return {events: [{type: 'withdrawn', ...proposal}], reply: () => fault};
	const events: ChatEvent[] = [{type: 'answered', ...proposal, accepted}];
	if (joins) events.push(joined(state, room, to, at));
	return {events, reply: () => ({})};
};

export const relationshipRules = {block, unblock, befriend, unfriend, answerQuestion};
