/** Handles private chats as the server tells of them: invitations, introductions, addresses, ends. */
import {notify} from '../presence/notify.ts';
import type {AnnouncementOf} from '../../../protocol/index.ts';
import type {UserName} from '../../../protocol/names.ts';
import {INVITATION_SECONDS} from '../../../protocol/bounds.ts';
import type {Introduction} from '../../../protocol/private-chats.ts';
import {refuse, sentence} from '../../../protocol/refusals.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import {
	connecting,
	ended,
	endRequest,
	giveBack,
	privateChatBy,
	withoutPrivateChat,
	withPrivateChat,
} from '../chats/private-chats.ts';
import {answer, say, setStatusMessage} from '../chats/saying.ts';
import {invitationBy, queueInvitation, warnOfKey, withoutInvitation} from '../dialogs/private-invitations.ts';
import type {Effect} from '../model/effect.ts';
import type {ExchangeAnnouncement} from '../model/peer.ts';
import type {PrivateChat} from '../model/private-chat.ts';
import type {State} from '../model/state.ts';
import {andThen, step, type Handlers, type Step} from '../model/step.ts';
import type {Announced, Replies} from './tables.ts';

/** Milliseconds after which an invitation counts as over, though the server has not said so. */
const LAPSE = INVITATION_SECONDS * 1000 + 5000;

type Why = AnnouncementOf<'privateEnded'>['why'];

/** Why a private chat is over: `own` if the user was the inviter. */
const endings: Readonly<Record<Why, (user: UserName, own: boolean) => SafeText>> = {
	declined: user => safeText`${user} declined your invitation to a private chat`,
	expired: (user, own) =>
		own
			? safeText`${user} did not answer your invitation to a private chat within ${INVITATION_SECONDS} s; /private ${user} invites again`
			: safeText`The invitation of ${user} to a private chat has expired; /private ${user} invites ${user}`,
	withdrawn: user => safeText`${user} withdrew the invitation to a private chat`,
	ended: user => safeText`${user} ended the private chat`,
	signedOut: user => safeText`${user} signed out, which ended the private chat`,
};

/** @param whose a later invitation of the same kind, whose timer replaces this one, replaces the invitation as well */
function lapseLater(chat: string, whose: `of ${UserName}` | `to ${UserName}`): Effect {
	return {
		type: 'after',
		milliseconds: LAPSE,
		key: `invitation ${whose}`,
		event: {type: 'invitationLapsed', chat},
	};
}

/** Whether the key differs from the one that is pinned for the user. */
export function isOtherKey({peers}: State, user: UserName, fingerprint: string): boolean {
	const pin = peers.get(user);
	return pin !== undefined && pin.fingerprint !== fingerprint;
}

/** Explains a changed key in a dialog, and leaves a line that outlasts the dialog. */
function refusedKey(state: State, user: UserName, got: string): State {
	const text = safeText`No private chat with ${user} was opened: the key of ${user} has changed. If ${user} confirms that by phone or in person: /forget-key ${user}`;
	return say(warnOfKey(state, user, got), [text], 'bad');
}

/** Connects to the partner, unless the server has introduced another key than the pinned one: then nothing is opened. */
function introduced(state: State, chat: PrivateChat, introduction: Introduction): Step {
	const {user, isInviter} = chat;
	const met = withoutInvitation(state, user);
	if (state.identity === undefined) return step(connecting(met, {...chat, waiting: {introduction}}));
	if (isOtherKey(state, user, introduction.fingerprint)) {
		const gone = giveBack(withoutPrivateChat(met, user), chat);
		return step(refusedKey(gone, user, introduction.fingerprint), ...endRequest(chat, 'otherKey'));
	}

	const {direct} = state.settings;
	return step(chat.status === 'connecting' ? withPrivateChat(met, chat) : connecting(met, chat), {
		type: 'openChannel',
		chat: chat.chat,
		user,
		isInviter,
		introduction,
		direct,
	});
}

/** Queues the dialog of an invitation. One with a changed key is declined, and a dialog explains why. */
function invited(
	state: State,
	{chat, from: user, fingerprint}: Pick<AnnouncementOf<'privateInvited'>, 'chat' | 'from' | 'fingerprint'>,
): Step {
	return andThen(notify(state, safeText`${user} invites you to a private chat`), next =>
		isOtherKey(next, user, fingerprint)
			? step(refusedKey(next, user, fingerprint), refusal(chat))
			: step(queueInvitation(next, {chat, user, fingerprint}), lapseLater(chat, `of ${user}`)),
	);
}

function refusal(chat: string): Effect {
	return {type: 'request', request: {type: 'answerPrivate', chat, accept: false, why: 'otherKey'}};
}

/** Hands an announcement to the exchanges of the peer layer. */
function handOn({settings}: State, announcement: ExchangeAnnouncement): Effect {
	return {type: 'exchangeAnnounced', announcement, direct: settings.direct};
}

/** Says why the server ended a private chat or an invitation. @param own whether the user was the inviter */
function endText({me}: State, {user, why, otherKey}: AnnouncementOf<'privateEnded'>, own: boolean): SafeText {
	if (!otherKey || !me) return endings[why](user, own);
	return safeText`No private chat with ${user}: the client of ${user} knows you by another key. Tell ${user} by phone or in person that your key is new; then ${user} types /forget-key ${me.user}`;
}

function over(state: State, announcement: AnnouncementOf<'privateEnded'>): Step {
	const {chat: id, why} = announcement;
	const invitation = invitationBy(state, id);
	if (invitation)
		return step(say(withoutInvitation(state, invitation.user), [endText(state, announcement, false)]));
	const chat = privateChatBy(state, id);
	if (!chat) return step(state, handOn(state, announcement));
	// The channel tells by itself that the partner has signed out; the server may only have lost the partner's link.
	const isUp = chat.status === 'open' || chat.status === 'lost';
	if (isUp && why === 'signedOut') return step(state);
	const closing: readonly Effect[] =
		chat.status === 'inviting' ? [] : [{type: 'closeChannel', chat: id, why: 'ended'}];
	return step(ended(state, chat, endText(state, announcement, chat.isInviter)), ...closing);
}

type PrivateAnnouncements =
	| 'privateInvited'
	| 'privateAccepted'
	| 'privateAnswered'
	| 'addressesOffered'
	| 'relayRenewed'
	| 'privateEnded';

export const privateChatAnnouncements: Announced<PrivateAnnouncements> = {
	privateInvited: (state, invitation) =>
		invitation.purpose === 'chat' ? invited(state, invitation) : step(state, handOn(state, invitation)),
	privateAccepted(state, announcement) {
		const {chat: id, introduction, purpose} = announcement;
		if (purpose === 'exchange') return step(state, handOn(state, announcement));
		const chat = privateChatBy(state, id);
		if (chat?.status !== 'inviting') return step(state, ...endRequest({chat: id}));
		return introduced(state, chat, introduction);
	},
	privateAnswered(state, {chat, user}) {
		if (!invitationBy(state, chat)) return step(state);
		const text = safeText`You answered the invitation of ${user} on another screen`;
		return step(say(withoutInvitation(state, user), [text], 'quiet'));
	},
	addressesOffered(state, announcement) {
		const {chat, addresses, seen} = announcement;
		const own = privateChatBy(state, chat);
		if (!own) return step(state, handOn(state, announcement));
		if (!own.waiting) return step(state, {type: 'dialPeer', chat, addresses, seen});
		return step(withPrivateChat(state, {...own, waiting: {...own.waiting, offer: {addresses, seen}}}));
	},
	relayRenewed(state, announcement) {
		const {chat, relay} = announcement;
		const isOwn = privateChatBy(state, chat) !== undefined;
		return step(state, isOwn ? {type: 'renewChannelRelay', chat, relay} : handOn(state, announcement));
	},
	privateEnded: over,
};

export const privateChatReplies: Replies<'invitePrivate' | 'answerPrivate'> = {
	/** With an introduction, the partner had invited the user, too: that is the yes to it. */
	invitePrivate(state, {request: {user}, reply: {chat, introduction}, shownIn}) {
		const waiting = state.privateChats.get(user);
		if (waiting?.status !== 'inviting') return step(state, ...endRequest({chat})); // withdrawn meanwhile
		const known = {...waiting, chat};
		if (introduction) return introduced(state, {...known, isInviter: false}, introduction);
		const text = safeText`Invitation to a private chat sent to ${user}; /stopprivate ${user} withdraws it`;
		return step(
			answer(withPrivateChat(state, known), [text], 'info', shownIn),
			lapseLater(chat, `to ${user}`),
		);
	},
	answerPrivate(state, {request: {chat: id, accept}, reply: {introduction}}) {
		if (!accept) return step(state);
		const chat = privateChatBy(state, id);
		if (!chat) return step(state, ...endRequest({chat: id})); // stopped meanwhile
		if (introduction) return introduced(state, chat, introduction);
		return step(ended(state, chat, sentence(refuse('noPrivateChat'))));
	},
};

/** The server refuses the invitation, or cannot be asked: the text comes back. */
export function inviteFailed(state: State, user: UserName, problem: SafeText): Step {
	const chat = state.privateChats.get(user);
	const gone = chat?.chat === '' ? giveBack(withoutPrivateChat(state, user), chat) : state;
	return step(setStatusMessage(gone, problem));
}

/** The server does not know the invitation any more, or cannot be asked. */
export function answerFailed(state: State, id: string, problem: SafeText): Step {
	const chat = privateChatBy(state, id);
	return step(chat ? ended(state, chat, problem) : say(state, [problem]));
}

export const privateChats: Handlers<'invitationLapsed'> = {
	/** The server should have said so; its announcement went astray with a link that broke. */
	invitationLapsed(state, {chat: id}) {
		const invitation = invitationBy(state, id);
		if (invitation) return step(withoutInvitation(state, invitation.user));
		const chat = privateChatBy(state, id);
		return chat?.status === 'inviting'
			? step(ended(state, chat, endings.expired(chat.user, true)), ...endRequest(chat))
			: step(state);
	},
};

/** Connects to the partners whom the server introduced before the user's own key and the pinned ones were read. */
export function connectWaiting(state: State): Step {
	return [...state.privateChats.values()].reduce<Step>((before, {waiting, ...chat}) => {
		if (!waiting) return before;
		const {introduction, offer} = waiting;
		const dialling: readonly Effect[] = offer ? [{type: 'dialPeer', chat: chat.chat, ...offer}] : [];
		return andThen(before, next =>
			andThen(introduced(next, chat, introduction), known =>
				step(known, ...(privateChatBy(known, chat.chat) ? dialling : [])),
			),
		);
	}, step(state));
}

/** Declines the invitations whose keys turn out to have changed, now that the pinned ones are known. */
export function checkInvitations(state: State): Step {
	const waiting = [...state.dialogs, ...state.pendingDialogs];
	return waiting.reduce<Step>((before, dialog) => {
		if (dialog.type !== 'privateInvitation' || !isOtherKey(state, dialog.user, dialog.fingerprint))
			return before;
		const {chat, user: from, fingerprint} = dialog;
		return andThen(before, next => invited(withoutInvitation(next, from), {chat, from, fingerprint}));
	}, step(state));
}
