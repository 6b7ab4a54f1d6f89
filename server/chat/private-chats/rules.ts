/** Decides on private chats: invitations, answers, and what the clients need to find each other. */
import type {UserName} from '../../../protocol/names.ts';
import {MAX_PRIVATE_CHATS} from '../../../protocol/private-chats.ts';
import {refuse, type Refusal} from '../../../protocol/refusals.ts';
import {unreachable} from '../chat-sessions/rules.ts';
import type {Decision, Facts, MemberRule, OpenRule} from '../rule.ts';
import type {Session} from '../session.ts';
import type {State} from '../state.ts';
import {hasExpired, privateChatsOf, privateEnded} from './ends.ts';
import {introductionOf} from './introduction.ts';
import {partnerOf, type PrivateChat} from './slice.ts';

/** Milliseconds in which a secret opens a relay. */
const SECRET_LIFE = 30_000;

/** Refuses a script: the channel of a private chat ends at a screen. */
function notAtScreen({as}: Session): Refusal | undefined {
	return as === 'screen' ? undefined : refuse('notSignedIn');
}

function tooMany(state: State, user: UserName): Refusal | undefined {
	const own = privateChatsOf(state, user).filter(({from, accepted}) => accepted || from === user);
	return own.length >= MAX_PRIVATE_CHATS
		? refuse('tooManyPrivateChats', {most: MAX_PRIVATE_CHATS})
		: undefined;
}

/** @returns a refusal, or undefined where `user` may invite `other` */
function cannotInvite(state: State, user: UserName, other: UserName): Refusal | undefined {
	const refusal = unreachable(state, user, other);
	if (refusal) return refusal;
	if (!state.identities.has(user)) return refuse('badIdentity');
	if (!state.identities.has(other)) return refuse('noIdentity', {user: other});
	const between = privateChatsOf(state, user).find(each => partnerOf(each, user) === other);
	if (between) return refuse(between.accepted ? 'privateChatOpen' : 'invitationOpen', {user: other});
	const waiting = privateChatsOf(state, other).filter(({to, accepted}) => to === other && !accepted);
	if (waiting.length >= MAX_PRIVATE_CHATS) return refuse('tooManyQuestions', {user: other});
	return tooMany(state, user);
}

/** Invites, or accepts the invitation of the other user. */
const invitePrivate: MemberRule<'invitePrivate'> = (state, {session}, {user: other}, facts) => {
	const {user: from} = session;
	const refusal = notAtScreen(session);
	if (refusal) return refusal;
	const isTheirs = (each: PrivateChat) => each.from === other && each.to === from && !each.accepted;
	const theirs = privateChatsOf(state, from).find(isTheirs);
	if (theirs && !hasExpired(theirs, facts.uptime)) return accept(state, theirs, facts);
	const fault = cannotInvite(state, from, other);
	if (fault) return fault;
	const {now: at, uptime, secrets} = facts;
	const [{secret: chat}] = secrets;
	return {
		events: [{type: 'privateInvited', chat, from, to: other, at, uptime}],
		reply: () => ({chat}),
	};
};

/** Accepts an invitation: each side gets the introduction of the other. */
function accept(
	state: State,
	{chat, from, to}: PrivateChat,
	{uptime, secrets: [own, partners]}: Facts,
): Decision<'invitePrivate'> {
	const introduction = introductionOf(state, from, own);
	if (!introduction) return refuse('noIdentity', {user: from});
	if (!state.identities.has(to)) return refuse('badIdentity');
	const refusal = tooMany(state, to);
	if (refusal) return refusal;
	return {
		events: [{type: 'privateAccepted', chat, from, to, own, partners, until: uptime + SECRET_LIFE}],
		reply: () => ({chat, introduction}),
	};
}

const answerPrivate: MemberRule<'answerPrivate'> = (state, {session}, request, facts) => {
	const refusal = notAtScreen(session);
	if (refusal) return refusal;
	const known = state.privateChats.byId.get(request.chat);
	const isOpen = known?.to === session.user && !known.accepted && !hasExpired(known, facts.uptime);
	if (!isOpen) return refuse('noPrivateChat');
	return request.accept
		? accept(state, known, facts)
		: {events: [privateEnded(known, 'declined')], reply: () => ({})};
};

/** Withdraws the own invitation, declines the partner's, or ends the private chat. */
const endPrivate: MemberRule<'endPrivate'> = (state, {session: {user}}, request) => {
	const known = state.privateChats.byId.get(request.chat);
	if (!known || (known.from !== user && known.to !== user)) return refuse('noPrivateChat');
	const why = known.from === user ? 'withdrawn' : 'declined';
	return {events: [privateEnded(known, known.accepted ? 'ended' : why)], reply: () => ({})};
};

/** @returns the accepted private chat of this session, or a refusal */
function acceptedChat(state: State, session: Session, chat: string): PrivateChat | Refusal {
	const known = state.privateChats.byId.get(chat);
	const isPart = known?.from === session.user || known?.to === session.user;
	if (!known?.accepted || !isPart) return refuse('noPrivateChat');
	return notAtScreen(session) ?? known;
}

const offerAddresses: MemberRule<'offerAddresses'> = (state, {session, address: seen}, request) => {
	const {chat, addresses} = request;
	const known = acceptedChat(state, session, chat);
	if ('refusal' in known) return known;
	const partner = partnerOf(known, session.user);
	return {
		events: [{type: 'addressesOffered', chat, partner, addresses, seen}],
		reply: () => ({}),
	};
};

const renewRelay: MemberRule<'renewRelay'> = (state, {session}, {chat}, {uptime, secrets}) => {
	const known = acceptedChat(state, session, chat);
	if ('refusal' in known) return known;
	const {user} = session;
	const [own, partners] = secrets;
	const until = uptime + SECRET_LIFE;
	const partner = partnerOf(known, user);
	return {
		events: [{type: 'relayRenewed', chat, user, partner, own, partners, until}],
		reply: () => ({relay: own.secret}),
	};
};

/** Uses up the secret of one side of a relay; when the reply has left, the server turns the connection into that side. */
const openRelay: OpenRule<'openRelay'> = (state, _asker, _request, {presented: token, uptime}) => {
	const secret = token === undefined ? undefined : state.privateChats.relays.get(token);
	if (token === undefined || !secret || secret.until <= uptime) return refuse('badRelayToken');
	const {chat, user} = secret;
	return {events: [{type: 'relayOpened', chat, user, token}], reply: () => ({})};
};

export const privateChatRules = {
	invitePrivate,
	answerPrivate,
	offerAddresses,
	renewRelay,
	endPrivate,
	openRelay,
};
