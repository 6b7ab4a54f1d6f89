/** Decides on private chats and exchanges: invitations, answers, and what the clients need to find each other. */
import type {RequestOf} from '../../../protocol/index.ts';
import type {UserName} from '../../../protocol/names.ts';
import {MAX_PRIVATE_CHATS} from '../../../protocol/bounds.ts';
import type {Purpose} from '../../../protocol/private-chats.ts';
import {refuse, type Refusal} from '../../../protocol/refusals.ts';
import type {EventOf} from '../event.ts';
import {barred, unreachable} from '../chat-sessions/rules.ts';
import {areFriends, isOffline} from '../people.ts';
import type {Decision, Facts, MemberRule, OpenRule} from '../rule.ts';
import type {Session} from '../session.ts';
import type {State} from '../state.ts';
import {hasExpired, privateChatsOf, privateEnded} from './ends.ts';
import type {PrivateChatEnd} from './events.ts';
import {introductionOf} from './introduction.ts';
import {isAtScreen, isHeldBy, partnerOf, type PrivateChat} from './slice.ts';

/** Milliseconds in which a secret opens a relay. */
const SECRET_LIFE = 30_000;

/** Refuses a script: a private chat is held at a screen. */
function notAtScreen({as}: Session): Refusal | undefined {
	return as === 'screen' ? undefined : refuse('notSignedIn');
}

/** @param replaced ends with the same decision */
function tooMany(state: State, user: UserName, replaced?: PrivateChat): Refusal | undefined {
	const counts = (each: PrivateChat) => each !== replaced && (each.accepted || each.from === user);
	const own = privateChatsOf(state, user).filter(counts);
	return own.length >= MAX_PRIVATE_CHATS
		? refuse('tooManyPrivateChats', {most: MAX_PRIVATE_CHATS})
		: undefined;
}

/** An exchange is for friends, and does not disturb anybody who is busy. */
function isRefused(state: State, user: UserName, other: UserName, purpose: Purpose): Refusal | undefined {
	if (purpose === 'chat') return unreachable(state, user, other);
	const refusal = barred(state, user, other);
	if (refusal) return refusal;
	if (!areFriends(state, user, other)) return refuse('notFriends', {user: other});
	return isOffline(state, other) ? refuse('userOffline', {user: other}) : undefined;
}

/** Tells whether it is of the script that asks, or of any of the user's screens: those share one private chat and one exchange with each user. */
function isOfKind(each: PrivateChat, session: Session): boolean {
	return session.as === 'screen' ? isAtScreen(each, session.user) : isHeldBy(each, session);
}

/** What this session, or another screen of its user, has with the other user for the same purpose. */
function between(state: State, session: Session, other: UserName, purpose: Purpose): PrivateChat | undefined {
	const {user} = session;
	const isIt = (each: PrivateChat) => each.purpose === purpose && partnerOf(each, user) === other;
	return privateChatsOf(state, user).find(
		each => isIt(each) && isOfKind(each, session) && isAtScreen(each, other),
	);
}

/** @returns a refusal, or undefined where the session may invite `other` */
function cannotInvite(
	state: State,
	{user}: Session,
	{user: other, purpose}: RequestOf<'invitePrivate'>,
	known: PrivateChat | undefined,
): Refusal | undefined {
	const refusal = isRefused(state, user, other, purpose);
	if (refusal) return refusal;
	if (!state.identities.has(user)) return refuse('badIdentity');
	if (!state.identities.has(other)) return refuse('noIdentity', {user: other});
	if (known && !known.accepted) return refuse('invitationOpen', {user: other});
	if (known && purpose === 'chat') return refuse('privateChatOpen', {user: other});
	const waiting = privateChatsOf(state, other).filter(({to, accepted}) => to === other && !accepted);
	if (waiting.length >= MAX_PRIVATE_CHATS) return refuse('tooManyQuestions', {user: other});
	return tooMany(state, user, known);
}

/** Invites, or accepts the invitation of the other user. A client that invites to an exchange anew has lost the one before. */
const invitePrivate: MemberRule<'invitePrivate'> = (state, {session}, request, facts) => {
	const {user: from, as, device, connection} = session;
	const {user: other, purpose} = request;
	const refusal = purpose === 'chat' ? notAtScreen(session) : undefined;
	if (refusal) return refusal;
	const known = between(state, session, other, purpose);
	const isTheirs = known?.from === other && !known.accepted;
	if (isTheirs && !hasExpired(known, facts.uptime)) return accept(state, known, session, facts);
	const fault = cannotInvite(state, session, request, known);
	if (fault) return fault;
	const {now: at, uptime, secrets} = facts;
	const [{secret: chat}] = secrets;
	const offer = {chat, from, to: other, device, purpose, ...(as === 'script' && {script: connection})};
	return {
		events: [
			...(known ? [privateEnded(known, 'ended')] : []),
			{type: 'privateInvited', ...offer, at, uptime},
		],
		reply: () => ({chat}),
	};
};

/** Accepts an invitation: each side gets the introduction of the other. */
function accept(
	state: State,
	{chat, from, to, device, script, purpose}: PrivateChat,
	{device: accepter}: Session,
	{uptime, secrets: [own, partners]}: Facts,
): Decision<'invitePrivate'> {
	const introduction = introductionOf(state, from, own);
	if (!introduction) return refuse('noIdentity', {user: from});
	if (!state.identities.has(to)) return refuse('badIdentity');
	const refusal = tooMany(state, to);
	if (refusal) return refusal;
	const offer = {chat, from, to, device, accepter, purpose, ...(script !== undefined && {script})};
	return {
		events: [{type: 'privateAccepted', ...offer, own, partners, until: uptime + SECRET_LIFE}],
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
		? accept(state, known, session, facts)
		: {events: [refused(known, 'declined', session, request)], reply: () => ({})};
};

/** Ends a chat for its partner, too, who hears whether this session's client has pinned another key of theirs. */
function refused(
	known: PrivateChat,
	why: PrivateChatEnd,
	{user}: Session,
	request: RequestOf<'answerPrivate' | 'endPrivate'>,
): EventOf<'privateEnded'> {
	const otherKeyOf = request.why && partnerOf(known, user);
	return {...privateEnded(known, why), ...(otherKeyOf && {otherKeyOf})};
}

/** Withdraws the own invitation, declines the partner's, or ends the private chat. */
const endPrivate: MemberRule<'endPrivate'> = (state, {session}, request) => {
	const {user} = session;
	const known = state.privateChats.byId.get(request.chat);
	if (!known || (known.from !== user && known.to !== user)) return refuse('noPrivateChat');
	const why = known.from === user ? 'withdrawn' : 'declined';
	return {events: [refused(known, known.accepted ? 'ended' : why, session, request)], reply: () => ({})};
};

/** @returns the accepted private chat of which this session holds a side, or a refusal */
function acceptedChat(state: State, session: Session, chat: string): PrivateChat | Refusal {
	const known = state.privateChats.byId.get(chat);
	const isPart = known?.from === session.user || known?.to === session.user;
	if (!known?.accepted || !isPart) return refuse('noPrivateChat');
	return isHeldBy(known, session) ? known : refuse('notSignedIn');
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
