/** Announces a user's own settings of a conversation to their other screens. */
import type {Announcers} from '../audience.ts';
import {screensOf} from '../people.ts';

export const conversationSettingsAnnouncers: Announcers = {
	conversationSet: (state, {conversation, user, settings}) => [
		{to: screensOf(state, [user]), announcement: {type: 'conversationSet', conversation, settings}},
	],
};
