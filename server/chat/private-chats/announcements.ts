/** Announces invitations to private chats, and to each partner what the other's client has to say to theirs. */
import {introductionOf} from './introduction.ts';
import type {Announcers} from '../audience.ts';
import {screensOf} from '../people.ts';

export const privateChatAnnouncers: Announcers = {
	privateInvited(state, {chat, from, to, at}) {
		const fingerprint = state.identities.get(from)?.fingerprint;
		if (fingerprint === undefined) return [];
		return [
			{to: screensOf(state, [to]), announcement: {type: 'privateInvited', chat, from, fingerprint, at}},
		];
	},
	privateAccepted(state, {chat, from, to: user, partners}) {
		const introduction = introductionOf(state, user, partners);
		if (!introduction) return [];
		return [
			{to: screensOf(state, [from]), announcement: {type: 'privateAccepted', chat, user, introduction}},
		];
	},
	addressesOffered(state, {partner, ...announcement}) {
		return [{to: screensOf(state, [partner]), announcement}];
	},
	relayRenewed(state, {chat, partner, partners}) {
		const announcement = {type: 'relayRenewed', chat, relay: partners.secret} as const;
		return [{to: screensOf(state, [partner]), announcement}];
	},
	privateEnded(state, {chat, from, to, why}) {
		return [
			{to: screensOf(state, [from]), announcement: {type: 'privateEnded', chat, user: to, why}},
			{to: screensOf(state, [to]), announcement: {type: 'privateEnded', chat, user: from, why}},
		];
	},
};
