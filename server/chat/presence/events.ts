/** Defines the events of presence. */
import type {UserName} from '../../../protocol/names.ts';
import type {Presence} from '../../../protocol/presence.ts';
import type {PersistenceOf} from '../persistence.ts';
import type {ConnectionId} from '../session.ts';

/** Times are milliseconds since 1970; `uptime`: milliseconds of this run, for durations. */
export type PresenceEvent =
	/** The grace period of a user whose link broke is over. */
	| {type: 'graceEnded'; user: UserName; at: number}
	/** After a start: the grace period of a user with an open chat session begins. */
	| {type: 'awaited'; user: UserName; at: number; uptime: number}
	| {
			type: 'presenceChanged';
			user: UserName;
			presence: Exclude<Presence, 'offline'>;
			remark?: string;
			at: number;
	  }
	/** The client of this connection has asked for the user by name, and lists them perhaps. */
	| {type: 'watched'; connection: ConnectionId; user: UserName}
	| {type: 'active'; connection: ConnectionId; uptime: number}
	/** The user is idle, and will be signed out in `seconds`. */
	| {type: 'idleWarned'; user: UserName; seconds: number};

export const presencePersistence = {
	graceEnded: 'volatile',
	awaited: 'volatile',
	presenceChanged: 'volatile',
	watched: 'volatile',
	active: 'volatile',
	idleWarned: 'volatile',
} as const satisfies PersistenceOf<PresenceEvent>;
