/** Events of presence. */
import type {UserName} from '../../../protocol/names.ts';
import type {Presence} from '../../../protocol/presence.ts';
import type {PersistenceOf} from '../persistence.ts';
import type {ConnectionId} from '../session.ts';

/** Times are milliseconds since 1970; `uptime`: milliseconds of this run, for durations. */
export type PresenceEvent =
	/** The time in which a user whose link broke may come back is over. */
	| {type: 'graceEnded'; user: UserName; at: number}
	/** After a start: a user with an open chat session may come back within the grace period. */
	| {type: 'awaited'; user: UserName; at: number; uptime: number}
	| {
			type: 'presenceChanged';
			user: UserName;
			presence: Exclude<Presence, 'offline'>;
			remark?: string;
			at: number;
	  }
	| {type: 'active'; connection: ConnectionId; uptime: number}
	/** The user has done nothing for long, and is signed out in so many seconds. */
	| {type: 'idleWarned'; user: UserName; seconds: number};

export const presencePersistence = {
	graceEnded: 'volatile',
	awaited: 'volatile',
	presenceChanged: 'volatile',
	active: 'volatile',
	idleWarned: 'volatile',
} as const satisfies PersistenceOf<PresenceEvent>;
