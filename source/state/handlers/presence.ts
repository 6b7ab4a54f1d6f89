/** Handles presence: users who come and go, typing, and the replies to /who and /whois. */
import type {AnnouncementOf} from '../../../protocol/index.ts';
import {LOBBY} from '../../../protocol/names.ts';
import type {Person as Told} from '../../../protocol/presence.ts';
import {cleanLine, safeText, type SafeText} from '../../../protocol/text.ts';
import {MAX_TYPING, withEntry} from '../chats/bounds.ts';
import {showFoundNames} from '../actions/completing.ts';
import {change, changeAll, conversationOf, directWith} from '../chats/conversations.ts';
import {followOwnPresence, goAwayIfIdle, stayOnline} from '../presence/auto-away.ts';
import {findTyped, withFound} from '../presence/finding.ts';
import {withPresences} from '../presence/listed.ts';
import {membersSeen} from '../presence/members.ts';
import {ownPresence, ownAwayText, personText, heldPerson, withOwnPresence} from '../presence/people.ts';
import {answer, say, shortened} from '../chats/saying.ts';
import type {Way} from '../model/private-chat.ts';
import type {State} from '../model/state.ts';
import type {Conversation} from '../model/conversation.ts';
import {step, type Handlers, type Step} from '../model/step.ts';
import {keepChosen} from '../pickers/jumping.ts';
import {momentText, spanText} from '../text/time.ts';
import type {Announced, Answer, Replies} from './tables.ts';

/** Milliseconds for which a user counts as typing after the last report. */
const TYPING_LASTS = 6000;

/** Updates the presence of users; a user who returns may be reported absent again. */
function presenceAnnounced(state: State, {people: changed}: AnnouncementOf<'presence'>): Step {
	const told = membersSeen(withPresences(state, changed), changed);
	const isOwn = changed.some(({user}) => user === state.me?.user);
	const listed = isOwn ? followOwnPresence(state, told) : told;
	const back = changed.filter(({presence}) => presence !== 'offline');
	const returned = back
		.map(({user}) => directWith(state, user))
		.flatMap(id => (id && state.conversations.get(id)?.absenceTold ? [[id, forgetAbsence] as const] : []));
	const next = returned.length === 0 ? listed : changeAll(listed, returned);
	const ofListed = changed.filter(({user}) => state.people.has(user) || next.people.has(user));
	const lines = ofListed.flatMap(person => comeOrGone(state, person) ?? []);
	return step(lines.length === 0 ? next : say(next, lines, 'quiet'));
}

function forgetAbsence(before: Conversation): Conversation {
	return {...before, absenceTold: false};
}

/** Returns a quiet notice, in the lobby or in the open conversation with that user. */
function comeOrGone(state: State, {user, presence}: Told): SafeText | undefined {
	const here = state.open === LOBBY || state.open === directWith(state, user);
	const was = state.people.get(user)?.presence ?? 'offline';
	const same = (was === 'offline') === (presence === 'offline');
	if (!state.settings.presence || !here || same || user === state.me?.user) return undefined;
	return presence === 'offline' ? safeText`${user} left` : safeText`${user} is here`;
}

/** Marks a user as typing for a while. */
export function withTyping(
	state: State,
	{conversation, user}: Pick<AnnouncementOf<'typing'>, 'conversation' | 'user'>,
): Step {
	const typing = change(state, conversation, before => ({
		...before,
		typing: withEntry(before.typing, user, state.now + TYPING_LASTS, MAX_TYPING),
	}));
	return step(typing, {
		type: 'after',
		milliseconds: TYPING_LASTS,
		key: `typing ${conversation}`,
		event: {type: 'typingEnded', conversation},
	});
}

export const presenceAnnouncements: Announced<'presence' | 'typing'> = {
	presence: presenceAnnounced,
	typing: withTyping,
};

export const presence: Handlers<'typingEnded' | 'dozeDue' | 'findPeopleDue'> = {
	typingEnded(state, {conversation: id}) {
		const {typing} = conversationOf(state, id);
		const still = [...typing].filter(([, until]) => until > state.now);
		if (still.length === typing.size) return step(state);
		return step(change(state, id, before => ({...before, typing: new Map(still)})));
	},
	dozeDue: goAwayIfIdle,
	findPeopleDue: findTyped,
};

/** Milliseconds below which a user does not count as idle. */
const IDLE = 60_000;

function idleText(idle: number): string {
	return idle < IDLE ? '' : `, idle for ${spanText(idle)}`;
}

const wayTexts: Readonly<Record<Way, SafeText>> = {
	direct: safeText`you have a private chat, over a direct connection`,
	relayed: safeText`you have a private chat, via the server`,
};

/** Describes where and how a user can be reached. */
function whereabouts(state: State, {reply}: Answer<'whois'>): SafeText[] {
	const {user, presence: is, since, idle = 0, address, friend, admin} = reply;
	const person = heldPerson(reply);
	const reachable = friend
		? safeText`${user} is your friend`
		: safeText`Only friends see where ${user} is; /friend ${user} asks`;
	const way = state.privateChats.get(user)?.way;
	const open = way ? [wayTexts[way]] : [];
	const role = admin ? [safeText`${user} is an admin of this server`] : [];
	if (is === 'offline') return [personText(person, state), ...role, ...open];
	return [
		safeText`${personText(person, state)}, since ${momentText(since, state)}${idleText(idle)}`,
		address === undefined ? reachable : safeText`reachable at ${cleanLine(address)}`,
		...role,
		...open,
	];
}

export const presenceReplies: Replies<'who' | 'whoSince' | 'whois' | 'findPeople' | 'setPresence'> = {
	who(state, {reply, shownIn}) {
		const lines = reply.people.map(
			({user, presence: is, idle}) => safeText`${user} is ${is}${idleText(idle)}`,
		);
		const said = lines.length === 0 ? [safeText`Nobody is online.`] : shortened(lines, reply.more);
		return step(answer(state, said, 'info', shownIn));
	},
	whoSince(state, {reply, shownIn}) {
		const others = reply.people.filter(({user}) => user !== state.me?.user);
		const lines = others.map(person => personText(heldPerson(person), state));
		const said = lines.length === 0 ? [safeText`Nobody else was online.`] : shortened(lines, reply.more);
		return step(answer(state, said, 'info', shownIn));
	},
	whois: (state, found) => step(answer(state, whereabouts(state, found), 'info', found.shownIn)),
	findPeople: (state, {request, reply}) =>
		step(showFoundNames(keepChosen(state, withFound(state, reply.people)), request.name)),
	/** A presence that this client set by itself gets no notice. */
	setPresence(state, {request: {presence: is, remark}, reply: {unchanged}, shownIn}) {
		if (unchanged) return stayOnline(state);
		if (ownPresence(state) === is && ownAwayText(state) === remark) return step(state);
		const text = safeText`You are ${is}${remark === undefined ? '' : `: ${remark}`}`;
		return step(answer(withOwnPresence(state, is, remark), [text], 'info', shownIn));
	},
};
