/** Announces joins, leaves and topics of rooms. */
import {toMembers, toReaders, type Announcers} from '../audience.ts';
import {membersOf, screensOf} from '../people.ts';

export const roomAnnouncers: Announcers = {
	memberJoined(state, {conversation, user, at}) {
		return toMembers(state, conversation, {type: 'memberJoined', conversation, user, at});
	},
	memberLeft(state, {conversation, user, at}) {
		const to = screensOf(state, [...membersOf(state, conversation), user]);
		return [{to, announcement: {type: 'memberLeft', conversation, user, at}}];
	},
	topicChanged(state, {conversation, user, topic, at}) {
		const common = {type: 'topicChanged', conversation, user, at} as const;
		return toReaders(state, conversation, user, isVisible =>
			isVisible ? {...common, topic} : {...common, topic: '', folded: true},
		);
	},
};
