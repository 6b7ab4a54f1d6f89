/** Announces a draft to the user's other screens. */
import type {Announcers} from '../audience.ts';
import {screensOf} from '../people.ts';

export const draftAnnouncers: Announcers = {
	draftSet: (state, {user, conversation, text}) => [
		{to: screensOf(state, [user]), announcement: {type: 'draftSet', conversation, text}},
	],
};
