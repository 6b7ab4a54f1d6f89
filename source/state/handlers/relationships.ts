/** Handles relationships: friends, blocks, friend requests and invitations. */
import {notify} from '../presence/notify.ts';
import type {UserName} from '../../../protocol/names.ts';
import type {Proposal} from '../../../protocol/relationships.ts';
import type {ReplyOf} from '../../../protocol/index.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import {applyRelationshipEvent} from '../relationships/relationships.ts';
import {changeAll, chatIn, directWith, withTopic} from '../chats/conversations.ts';
import {nameOf, proposalText} from '../dialogs/proposal-text.ts';
import {friendRequestWith} from '../relationships/proposals.ts';
import {stop} from '../chats/private-chats.ts';
import {answer, say} from '../chats/saying.ts';
import type {State} from '../model/state.ts';
import type {Conversation} from '../model/conversation.ts';
import {andThen, step, type Step} from '../model/step.ts';
import {backwards, NOTHING} from '../chats/window.ts';
import {chatOver} from './chat-sessions.ts';
import type {Announced, Replies} from './tables.ts';

/** Applies the answer to a proposal, and adds a notice of it. */
function answered(state: State, proposal: Proposal, accepted: boolean): Step {
	const {kind, from, to, room} = proposal;
	const mine = from === state.me?.user;
	const other = mine ? to : from;
	const after = applyRelationshipEvent(state, {type: 'answered', ...proposal, accepted});
	if (!mine && !accepted)
		return step(say(after, [safeText`You declined the ${nameOf(proposal)} of ${from}.`]));
	if (kind === 'invitation') {
		if (!mine) return step(after);
		const text = accepted
			? safeText`${to} accepted your invitation to ${room ?? ''}`
			: safeText`${to} declined your invitation to ${room ?? ''}`;
		return step(say(after, [text]));
	}

	if (accepted) return step(say(after, [safeText`${other} and you are friends now`], 'good'));
	return step(say(after, [safeText`${to} declined your friend request`]));
}

function noLonger(state: State, user: UserName): State {
	const {me} = state;
	if (!me || state.deleted.has(user)) return state;
	const alone = applyRelationshipEvent(state, {type: 'unfriended', user: me.user, other: user});
	return say(alone, [noFriends(user)]);
}

function noFriends(user: UserName): SafeText {
	return safeText`${user} and you are no longer friends`;
}

export const relationshipAnnouncements: Announced<
	'asked' | 'answered' | 'withdrawn' | 'unfriended' | 'blocked' | 'unblocked'
> = {
	asked(state, proposal) {
		const asked = applyRelationshipEvent(state, proposal);
		return proposal.to === state.me?.user ? notify(asked, proposalText(proposal)) : step(asked);
	},
	answered: (state, {type: _type, accepted, ...proposal}) => answered(state, proposal, accepted),
	withdrawn(state, proposal) {
		const gone = applyRelationshipEvent(state, proposal);
		const text = safeText`${proposal.from} withdrew the ${nameOf(proposal)}`;
		return step(proposal.to === state.me?.user ? say(gone, [text], 'quiet') : gone);
	},
	unfriended: (state, {user}) => step(noLonger(state, user)),
	blocked: (state, {user, ...reply}) =>
		step(say(withTopics(blocked(state, user), reply), [safeText`You blocked ${user} on another screen`])),
	unblocked: (state, {user, ...reply}) =>
		step(say(withTopics(unblocked(state, user), reply), [safeText`You unblocked ${user} on another screen`])),
};

function blocked(state: State, user: UserName): State {
	const id = directWith(state, user);
	const chat = id === undefined ? undefined : chatIn(state, id);
	if (!state.me) return state;
	const {user: me} = state.me;
	const ended = chat ? chatOver(state, chat.number, safeText`ended by ${me}`) : state;
	return applyRelationshipEvent(ended, {type: 'blocked', user: me, other: user});
}

/** Unblocks a user; their hidden messages are fetched again. */
function unblocked(state: State, user: UserName): State {
	if (!state.me) return state;
	const open = applyRelationshipEvent(state, {type: 'unblocked', user: state.me.user, other: user});
	return changeAll(
		open,
		[...open.conversations.keys()].map(id => [id, before => refetchHidden(before, user)]),
	);
}

function refetchHidden(conversation: Conversation, user: UserName): Conversation {
	const {window, anchor} = conversation;
	const hasHidden = [...backwards(window)].some(({from, hidden}) => hidden && from === user);
	if (!hasHidden) return conversation;
	return {...conversation, window: NOTHING, ...(anchor !== 'end' && {goTo: anchor.sequence})};
}

function withTopics(state: State, {topics = []}: ReplyOf<'block'>): State {
	return changeAll(
		state,
		topics.map(({room, topic}) => [room, withTopic(topic)]),
	);
}

function told(state: State, text: SafeText, shownIn = state.open): Step {
	return step(answer(state, [text], 'info', shownIn));
}

type Relationships = 'block' | 'unblock' | 'befriend' | 'unfriend' | 'answerQuestion';

export const relationshipReplies: Replies<Relationships> = {
	block(state, {request: {user}, reply, shownIn}) {
		const lines = [
			safeText`${user} is blocked: they can't message, invite or see you; /unblock ${user} ends it`,
			...(state.friends.has(user) ? [noFriends(user)] : []),
		];
		const said = answer(withTopics(blocked(state, user), reply), lines, 'info', shownIn ?? state.open);
		const chat = said.privateChats.get(user);
		return chat ? stop(said, chat) : step(said);
	},
	unblock: (state, {request: {user}, reply, shownIn}) =>
		told(withTopics(unblocked(state, user), reply), safeText`${user} is no longer blocked`, shownIn),
	befriend(state, {request: {user}, reply: {friends}, shownIn}) {
		if (!state.me) return step(state);
		const {now: at, me} = state;
		if (friends) {
			const theirs = friendRequestWith(state, user) ?? {kind: 'friend', from: user, to: me.user, at};
			const both = applyRelationshipEvent(state, {type: 'answered', ...theirs, accepted: true});
			return told(both, safeText`${user} and you are friends now`, shownIn);
		}

		const waits = applyRelationshipEvent(state, {type: 'asked', kind: 'friend', from: me.user, to: user, at});
		return told(waits, safeText`Friend request sent to ${user}; /unfriend ${user} withdraws it`, shownIn);
	},
	unfriend(state, {request: {user}, shownIn}) {
		const waiting = friendRequestWith(state, user);
		if (!waiting) return step(noLonger(state, user));
		return told(
			applyRelationshipEvent(state, {type: 'withdrawn', ...waiting}),
			safeText`Friend request to ${user} withdrawn`,
			shownIn,
		);
	},
	/** A user who accepts an invitation is a member now; joining shows the room. */
	answerQuestion(state, {request: {kind, from, room, accept}}) {
		const to = state.me?.user;
		const proposal = state.proposals.find(
			one => one.kind === kind && one.from === from && one.to === to && one.room === room,
		);
		const done = proposal ? answered(state, proposal, accept) : step(state);
		if (!accept || room === undefined || state.conversations.has(room)) return done;
		return andThen(done, next => step(next, {type: 'request', request: {type: 'join', room}}));
	},
};
