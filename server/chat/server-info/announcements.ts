/** Announces to everybody online what the operator or an admin says, and the message of the day. */
import type {Announcers} from '../audience.ts';
import {screensOf} from '../people.ts';

export const serverInfoAnnouncers: Announcers = {
	said(state, {text, by, at}) {
		const to = screensOf(state, state.presence.byUser.keys());
		return [{to, announcement: {type: 'said', text, by, at}}];
	},
	motdChanged(state, {text, at}) {
		const to = screensOf(state, state.presence.byUser.keys());
		return [{to, announcement: {type: 'motdChanged', text, at}}];
	},
};
