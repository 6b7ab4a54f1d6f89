/** The rules of how people stand to each other: blocking, and friendship, which the other confirms. */
import {isRoom} from '../../../protocol/conversation-kind.ts';
import type {UserName} from '../../../protocol/names.ts';
import {refuse, type Refusal} from '../../../protocol/refusals.ts';
import type {Proposal} from '../../../protocol/relationships.ts';
import type {ChatEvent} from '../event.ts';
import {areFriends, hasBlocked} from '../people.ts';
import {accountExists, type MemberRule} from '../rule.ts';
import {proposalKey} from './slice.ts';
import type {State} from '../state.ts';
import {topicsBy} from '../conversations/hiding.ts';
import {chatsOf} from '../chat-sessions/rules.ts';

/** Maximum proposals that may wait for one person. */
const MAX_WAITING_PROPOSALS = 100;

function notSomebodyElse(state: State, user: UserName, other: UserName): Refusal | undefined {
	if (user === other) return refuse('notYourself');
	return accountExists(state, other) ? undefined : refuse('noSuchUser', {user: other});
}

/** Ends whatever there is between the two, and tells the other of each end. */
export const block: MemberRule<'block'> = (state, {session: {user}}, {user: other}, {now: at}) => {
	const no = notSomebodyElse(state, user, other);
	if (no) return no;
	if (hasBlocked(state, user, other)) return refuse('alreadyBlocked', {user: other});
	const ended = chatsOf(state, user).filter(chat => chat.user === other);
	const asked = proposalsOf(state, user).filter(({from, to}) => from === other || to === other);
	const events: ChatEvent[] = [
		...ended.map(
			({number, conversation}) =>
				({type: 'chatEnded', number, conversation, user, why: 'ended', at}) as const,
		),
		...asked.map(proposal => ({type: 'withdrawn', ...proposal}) as const),
		...(areFriends(state, user, other) ? [{type: 'unfriended', user, other} as const] : []),
		{type: 'blocked', user, other},
	];
	return {events, reply: () => topicsBy(state, other, user)};
};

export const unblock: MemberRule<'unblock'> = (state, {session: {user}}, {user: other}) => {
	const no = notSomebodyElse(state, user, other);
	if (no) return no;
	if (!hasBlocked(state, user, other)) return refuse('notBlocked', {user: other});
	return {events: [{type: 'unblocked', user, other}], reply: () => topicsBy(state, other, user)};
};

/** Why a proposal cannot be put to somebody. */
export function cannotPropose(state: State, proposal: Omit<Proposal, 'at'>): Refusal | undefined {
	const {from, to} = proposal;
	const no = notSomebodyElse(state, from, to);
	if (no) return no;
	if (hasBlocked(state, to, from)) return refuse('blockedYou', {user: to});
	if (hasBlocked(state, from, to)) return refuse('alreadyBlocked', {user: to});
	if (state.relationships.proposals.has(proposalKey(proposal))) return refuse('alreadyAsked', {user: to});
	const waiting = [...state.relationships.proposals.values()].filter(each => each.to === to);
	return waiting.length >= MAX_WAITING_PROPOSALS ? refuse('tooManyQuestions', {user: to}) : undefined;
}

/** Asking somebody who has asked already is saying yes. */
export const befriend: MemberRule<'befriend'> = (state, {session: {user}}, {user: other}, {now: at}) => {
	if (areFriends(state, user, other)) return refuse('alreadyFriends', {user: other});
	const theirs = state.relationships.proposals.get(proposalKey({kind: 'friend', from: other, to: user}));
	if (theirs) {
		return {events: [{type: 'answered', ...theirs, accepted: true}], reply: () => ({friends: true})};
	}

	const proposal = {kind: 'friend', from: user, to: other} as const;
	const no = cannotPropose(state, proposal);
	if (no) return no;
	return {events: [{type: 'asked', ...proposal, at}], reply: () => ({friends: false})};
};

/** Ends a friendship, or withdraws the proposal for one. */
export const unfriend: MemberRule<'unfriend'> = (state, {session: {user}}, {user: other}) => {
	const asked = state.relationships.proposals.get(proposalKey({kind: 'friend', from: user, to: other}));
	if (asked) return {events: [{type: 'withdrawn', ...asked}], reply: () => ({})};
	const no = notSomebodyElse(state, user, other);
	if (no) return no;
	if (!areFriends(state, user, other)) return refuse('notFriends', {user: other});
	return {events: [{type: 'unfriended', user, other}], reply: () => ({})};
};

export const answerQuestion: MemberRule<'answerQuestion'> = (
	state,
	{session: {user: to}},
	request,
	{now: at},
) => {
	const {kind, from, room, accept: accepted} = request;
	const proposal = state.relationships.proposals.get(proposalKey({kind, from, to, room}));
	if (!proposal) return refuse('questionGone');
	const events: ChatEvent[] = [{type: 'answered', ...proposal, accepted}];
	const joins =
		accepted && room !== undefined && isRoom(room) && !state.conversations.byId.get(room)?.members.has(to);
	if (joins) events.push({type: 'memberJoined', conversation: room, user: to, at});
	return {events, reply: () => ({})};
};

/** The proposals that wait for a person's answer, and those of theirs that wait for another's. */
export function proposalsOf(state: State, user: UserName): Proposal[] {
	return [...state.relationships.proposals.values()].filter(({from, to}) => from === user || to === user);
}

export const relationshipRules = {block, unblock, befriend, unfriend, answerQuestion};
