/** How people stand to each other: friends, who is blocked, and the questions that wait for an answer. */
import type {UserName} from '../../../protocol/names.ts';
import type {Question} from '../../../protocol/requests.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import {chatIn, directWith} from '../conversations.ts';
import {friendQuestion, questionCame, questionGone} from '../questions.ts';
import {say} from '../saying.ts';
import type {State} from '../state.ts';
import {andThen, step, type Step} from '../step.ts';
import {chatOver} from './chats.ts';
import type {Announced, Replies} from './replies.ts';

function having(all: ReadonlySet<UserName>, user: UserName): ReadonlySet<UserName> {
	return new Set(all).add(user);
}

function lacking(all: ReadonlySet<UserName>, user: UserName): ReadonlySet<UserName> {
	return new Set([...all].filter(one => one !== user));
}

/** A question has been answered: the friendship begins, and whoever asked is told. */
function answered(state: State, question: Question, accepted: boolean): Step {
	const {kind, from, to, room} = question;
	const mine = from === state.me?.user;
	const other = mine ? to : from;
	const gone = questionGone(state, question);
	if (!mine && !accepted) return step(say(gone, [safeText`You said no to ${from}.`]));
	if (kind === 'invitation') {
		if (!mine) return step(gone);
		const text = accepted
			? safeText`${to} comes to ${room ?? ''}`
			: safeText`${to} does not come to ${room ?? ''}`;
		return step(say(gone, [text]));
	}

	if (accepted) {
		const friends = {...gone, friends: having(state.friends, other)};
		return step(say(friends, [safeText`${other} and you are friends now`], 'good'));
	}

	return step(say(gone, [safeText`${to} does not want to be your friend`]));
}

function noLonger(state: State, user: UserName): State {
	const alone = {...state, friends: lacking(state.friends, user)};
	return say(alone, [safeText`${user} and you are no longer friends`]);
}

export const announcedCircles: Announced<'asked' | 'answered' | 'withdrawn' | 'unfriended'> = {
	asked(state, {type: _type, ...question}) {
		const rings = !state.focused && question.to === state.me?.user;
		const asked = questionCame(state, question);
		return rings ? step(asked, {type: 'bell'}) : step(asked);
	},
	answered: (state, {type: _type, accepted, ...question}) => answered(state, question, accepted),
	withdrawn(state, {type: _type, ...question}) {
		const gone = questionGone(state, question);
		const text = safeText`${question.from} has withdrawn the question`;
		return step(question.to === state.me?.user ? say(gone, [text], 'quiet') : gone);
	},
	unfriended: (state, {user}) => step(noLonger(state, user)),
};

function blocked(state: State, user: UserName): State {
	const id = directWith(state, user);
	const chat = id === undefined ? undefined : chatIn(state, id);
	const ended = chat && state.me ? chatOver(state, chat.number, safeText`ended by ${state.me.user}`) : state;
	const between = state.questions.filter(({from, to}) => from === user || to === user);
	return {...between.reduce(questionGone, ended), blocked: having(state.blocked, user)};
}

function told(state: State, text: SafeText, shownIn = state.open): Step {
	return step(say(state, [text], 'info', shownIn));
}

type Circles = 'block' | 'unblock' | 'befriend' | 'unfriend' | 'answerQuestion';

export const circleReplies: Replies<Circles> = {
	block: (state, {request: {user}, shownIn}) =>
		told(
			blocked(state, user),
			safeText`${user} is blocked: no messages, chats or invitations, and no sight of when you are on`,
			shownIn,
		),
	unblock: (state, {request: {user}, shownIn}) =>
		told({...state, blocked: lacking(state.blocked, user)}, safeText`${user} is no longer blocked`, shownIn),
	befriend(state, {request: {user}, reply: {friends}, shownIn}) {
		const waiting = friendQuestion(state, user);
		if (friends) {
			const gone = waiting ? questionGone(state, waiting) : state;
			const both = {...gone, friends: having(state.friends, user)};
			return told(both, safeText`${user} and you are friends now`, shownIn);
		}

		if (!state.me) return step(state);
		const asked = {kind: 'friend', from: state.me.user, to: user, at: state.now} as const;
		const waits = questionCame(state, asked);
		return told(waits, safeText`${user} is asked whether you may be friends`, shownIn);
	},
	unfriend(state, {request: {user}, shownIn}) {
		const waiting = friendQuestion(state, user);
		if (!waiting) return step(noLonger(state, user));
		return told(questionGone(state, waiting), safeText`The question to ${user} is withdrawn`, shownIn);
	},
	/** Whoever accepts an invitation is a member now; joining says what the room is. */
	answerQuestion(state, {request: {kind, from, room, accept}}) {
		const to = state.me?.user;
		const question = state.questions.find(
			one => one.kind === kind && one.from === from && one.to === to && one.room === room,
		);
		const done = question ? answered(state, question, accept) : step(state);
		if (!accept || room === undefined || state.conversations.has(room)) return done;
		return andThen(done, next => step(next, {type: 'request', request: {type: 'join', room}}));
	},
};
