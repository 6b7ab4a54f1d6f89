/** Announces invitations to private chats, and to each partner what the other's client has to say to theirs. */
import {introductionOf} from './introduction.ts';
import type {Announcers} from '../audience.ts';
import {screensOf} from '../people.ts';
import type {UserName} from '../../../protocol/names.ts';
import type {ConnectionId} from '../session.ts';
import type {Pair} from './events.ts';
import {isOnDevice} from './slice.ts';
import type {State} from '../state.ts';

/** Lists the connections that hold this user's side: a script, or the screen of one device; before an answer all screens of the invited. */
function sideOf(state: State, pair: Pair, user: UserName): ConnectionId[] {
	if (user === pair.from && pair.script !== undefined) return [pair.script];
	const isOpen = user === pair.to && pair.accepter === undefined;
	return screensOf(state, [user]).filter(connection => isOpen || isAt(state, pair, user, connection));
}

function isAt(state: State, pair: Pair, user: UserName, connection: ConnectionId): boolean {
	const session = state.presence.sessions.get(connection);
	return session !== undefined && isOnDevice(pair, user, session.device);
}

/** Lists the connections that hold this user's side of a private chat. */
function endsOf(state: State, chat: string, user: UserName): ConnectionId[] {
	const known = state.privateChats.byId.get(chat);
	return known ? sideOf(state, known, user) : [];
}

export const privateChatAnnouncers: Announcers = {
	/** A chat is offered on all screens; an exchange, which asks nobody, goes to the client that was used last. */
	privateInvited(state, {chat, from, to, script, purpose, at}) {
		const fingerprint = state.identities.get(from)?.fingerprint;
		if (fingerprint === undefined) return [];
		const announcement = {
			type: 'privateInvited',
			chat,
			from,
			fingerprint,
			purpose,
			...(script !== undefined && {script: true as const}),
			at,
		} as const;
		const screens = screensOf(state, [to]);
		return [{to: purpose === 'chat' ? screens : screens.slice(-1), announcement}];
	},
	/** The inviter's client gets to know the other; further screens of the invited hear that one of them has answered. */
	privateAccepted(state, {partners, ...accepted}) {
		const {chat, from, to: user, accepter, purpose} = accepted;
		const introduction = introductionOf(state, user, partners);
		if (!introduction) return [];
		const announcement = {type: 'privateAccepted', chat, user, purpose, introduction} as const;
		const {accepter: _accepter, ...invitation} = accepted;
		const invited = purpose === 'chat' ? sideOf(state, invitation, user) : [];
		const others = invited.filter(connection => state.presence.sessions.get(connection)?.device !== accepter);
		return [
			{to: sideOf(state, accepted, from), announcement},
			...(others.length > 0
				? [{to: others, announcement: {type: 'privateAnswered' as const, chat, user: from}}]
				: []),
		];
	},
	addressesOffered(state, {partner, ...announcement}) {
		return [{to: endsOf(state, announcement.chat, partner), announcement}];
	},
	relayRenewed(state, {chat, partner, partners}) {
		const announcement = {type: 'relayRenewed', chat, relay: partners.secret} as const;
		return [{to: endsOf(state, chat, partner), announcement}];
	},
	/** A screen of the invited that has not declined itself hears only that another has answered. */
	privateEnded(state, {why, otherKeyOf, ...pair}) {
		const {chat, from, to} = pair;
		const told = (user: UserName, partner: UserName) => ({
			to: sideOf(state, pair, user),
			announcement: {
				type: 'privateEnded' as const,
				chat,
				user: partner,
				why,
				...(otherKeyOf === user && {otherKey: true as const}),
			},
		});
		if (why !== 'declined') return [told(from, to), told(to, from)];
		const answered = {type: 'privateAnswered', chat, user: from} as const;
		return [told(from, to), {to: sideOf(state, pair, to), announcement: answered}];
	},
};
