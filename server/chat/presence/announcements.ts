/** Announces idle warnings, and names the users whose presence an event changes. */
import type {UserName} from '../../../protocol/names.ts';
import type {Announcers} from '../audience.ts';
import type {ChatEvent} from '../event.ts';
import {screensOf} from '../people.ts';

export const presenceAnnouncers: Announcers = {
	idleWarned(state, {user, seconds}) {
		return [{to: screensOf(state, [user]), announcement: {type: 'idling', seconds}}];
	},
};

/** Returns the users whose presence the event may have changed. The server announces it separately, at most once a second. */
export function presenceChangedBy(event: ChatEvent): UserName[] {
	switch (event.type) {
		case 'accountCreated':
		case 'graceEnded':
		case 'awaited':
		case 'presenceChanged':
			return [event.user];
		case 'signedIn':
		case 'signedOut':
			return event.as === 'screen' ? [event.user] : [];
		default:
			return [];
	}
}
