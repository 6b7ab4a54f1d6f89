/** Announces joins, leaves and topics of rooms. */
import {toReaders, type Announcers} from '../audience.ts';
import {blockersAmong, connectionsOf, presentMembersOf} from '../people.ts';

export const roomAnnouncers: Announcers = {
	memberJoined(state, {conversation, user, at}) {
		const to = connectionsOf(state, presentMembersOf(state, conversation));
		return [{to, announcement: {type: 'memberJoined', conversation, user, at}}];
	},
	memberLeft(state, {conversation, user, heir: owner, by, reason, banned, at}) {
		const all = [...presentMembersOf(state, conversation), user];
		const blockers = by === undefined ? [] : blockersAmong(state, all, by);
		const announcement = {
			type: 'memberLeft',
			conversation,
			user,
			...(owner !== undefined && {owner}),
			...(by !== undefined && {by}),
			...(banned && {banned}),
			at,
		} as const;
		const whole = {...announcement, ...(reason !== undefined && {reason})};
		const readers = all.filter(each => !blockers.includes(each));
		const told = {to: connectionsOf(state, readers), announcement: whole};
		return blockers.length === 0 ? [told] : [told, {to: connectionsOf(state, blockers), announcement}];
	},
	roomDeleted: (state, {conversation: room, members, at}) => [
		{to: connectionsOf(state, members), announcement: {type: 'roomDeleted', room, at}},
	],
	topicChanged(state, {conversation, user, topic, at}) {
		const common = {type: 'topicChanged', conversation, user, at} as const;
		return toReaders(state, conversation, user, isVisible =>
			isVisible ? {...common, topic} : {...common, topic: '', folded: true},
		);
	},
};
