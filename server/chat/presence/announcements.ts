/** Announces idle warnings, and names the users whose presence an event changes. */
import type {UserName} from '../../../protocol/names.ts';
import type {Announcers} from '../audience.ts';
import type {ChatEvent, EventOf, EventType} from '../event.ts';
import {screensOf} from '../people.ts';

export const presenceAnnouncers: Announcers = {
	idleWarned(state, {user, seconds}) {
		return [{to: screensOf(state, [user]), announcement: {type: 'idling', seconds}}];
	},
};

const ofUser = ({user}: {user: UserName}) => [user];
const ofScreen = ({user, as}: EventOf<'signedIn' | 'signedOut'>) => (as === 'screen' ? [user] : []);

/** The users whose presence each event may have changed. The server announces it separately, at most once a second. */
const presenceChanges: {[T in EventType]?: (event: EventOf<T>) => UserName[]} = {
	accountCreated: ofUser,
	graceEnded: ofUser,
	awaited: ofUser,
	presenceChanged: ofUser,
	signedIn: ofScreen,
	signedOut: ofScreen,
};

export const PRESENCE_CHANGES = Object.keys(presenceChanges) as EventType[]; // by its type

/** Returns the users whose presence the event may have changed. */
export function presenceChangedBy(event: ChatEvent): UserName[] {
	const changed = presenceChanges[event.type] as ((event: ChatEvent) => UserName[]) | undefined; // the key is the event's own type
	return changed?.(event) ?? [];
}
