/** Announces presence: a warning to who is idle; changes are gathered elsewhere, so here only whose they are. */
import type {UserName} from '../../../protocol/names.ts';
import type {Announcers} from '../audience.ts';
import type {ChatEvent} from '../event.ts';
import {screensOf} from '../people.ts';

export const presenceAnnouncers: Announcers = {
	idleWarned(state, {user, seconds}) {
		return [{to: screensOf(state, [user]), announcement: {type: 'idling', seconds}}];
	},
};

/** Whose presence, as others see it, the event may have changed. Announced separately, at most once a second. */
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
