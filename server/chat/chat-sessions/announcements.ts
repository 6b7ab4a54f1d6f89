/** Announces chat sessions that begin and end. */
import {partner} from '../../../protocol/conversation-kind.ts';
import type {Announcers} from '../audience.ts';
import {membersOf, screensOf} from '../people.ts';

export const chatSessionAnnouncers: Announcers = {
	/** Each of the two users gets the other's name; further screens of the one who began it hear that, too. */
	chatStarted(state, {number, conversation, from, at: since}) {
		return membersOf(state, conversation).flatMap(member => {
			const user = partner(conversation, member);
			if (user === undefined) return [];
			const announcement = {
				type: 'chatStarted',
				number,
				conversation,
				user,
				since,
				...(member === from && {own: true as const}),
			} as const;
			return [{to: screensOf(state, [member]), announcement}];
		});
	},
	chatEnded(state, {number, conversation, user, why, at}) {
		const announcement = {type: 'chatEnded', number, conversation, user, why, at} as const;
		return [{to: screensOf(state, membersOf(state, conversation)), announcement}];
	},
};
