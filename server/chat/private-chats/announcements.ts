/** Announces invitations to private chats, and to each partner what the other's client has to say to theirs. */
import {introductionOf} from './introduction.ts';
import type {Announcers} from '../audience.ts';
import {screensOf} from '../people.ts';
import type {UserName} from '../../../protocol/names.ts';
import type {ConnectionId} from '../session.ts';
import type {State} from '../state.ts';

/** Lists the connections that hold this user's side. */
function sideOf(
	state: State,
	{from, script}: {from: UserName; script?: ConnectionId | undefined},
	user: UserName,
): ConnectionId[] {
	return user === from && script !== undefined ? [script] : screensOf(state, [user]);
}

/** Lists the connections that hold this user's side of a private chat. */
function endsOf(state: State, chat: string, user: UserName): ConnectionId[] {
	const known = state.privateChats.byId.get(chat);
	return known ? sideOf(state, known, user) : [];
}

export const privateChatAnnouncers: Announcers = {
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
		return [{to: screensOf(state, [to]), announcement}];
	},
	privateAccepted(state, {chat, from, to: user, script, purpose, partners}) {
		const introduction = introductionOf(state, user, partners);
		if (!introduction) return [];
		const announcement = {type: 'privateAccepted', chat, user, purpose, introduction} as const;
		return [{to: sideOf(state, {from, script}, from), announcement}];
	},
	addressesOffered(state, {partner, ...announcement}) {
		return [{to: endsOf(state, announcement.chat, partner), announcement}];
	},
	relayRenewed(state, {chat, partner, partners}) {
		const announcement = {type: 'relayRenewed', chat, relay: partners.secret} as const;
		return [{to: endsOf(state, chat, partner), announcement}];
	},
	privateEnded(state, {chat, from, to, script, why, otherKeyOf}) {
		const told = (user: UserName, partner: UserName) => ({
			to: sideOf(state, {from, script}, user),
			announcement: {
				type: 'privateEnded' as const,
				chat,
				user: partner,
				why,
				...(otherKeyOf === user && {otherKey: true as const}),
			},
		});
		return [told(from, to), told(to, from)];
	},
};
