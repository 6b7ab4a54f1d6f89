/** Announces joins, leaves and topics of rooms. */
import {toReaders, type Announcers} from '../audience.ts';
import {connectionsOf, presentMembersOf} from '../people.ts';

export const roomAnnouncers: Announcers = {
	memberJoined(state, {conversation, user, at}) {
		const to = connectionsOf(state, presentMembersOf(state, conversation));
		return [{to, announcement: {type: 'memberJoined', conversation, user, at}}];
	},
	memberLeft(state, {conversation, user, at}) {
		const to = connectionsOf(state, [...presentMembersOf(state, conversation), user]);
		return [{to, announcement: {type: 'memberLeft', conversation, user, at}}];
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
