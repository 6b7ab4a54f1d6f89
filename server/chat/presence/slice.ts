/** Defines the slice of sessions and presence, in memory only. */
import type {UserName} from '../../../protocol/names.ts';
import type {Presence} from '../../../protocol/presence.ts';
import type {ConnectionId, DeviceId, Session} from '../session.ts';
import type {Appliers} from '../slice.ts';

/** The presence of a user who is online, or whose link broke less than the grace period ago. */
type UserPresence = {
	presence: Exclude<Presence, 'offline'>;
	since: number;
	/** The device of the newest screen; undefined for one that the server waits for after a start. */
	device?: DeviceId | undefined;
	/** Uptime in milliseconds when the user, not the heartbeat, was last active, and when the link broke. */
	active: number;
	remark?: string | undefined;
	lostAt?: number | undefined;
	/** The idle warning was sent. */
	warned?: true | undefined;
};

type PresenceState = {
	sessions: Map<ConnectionId, Session>;
	/** Connections of each user, scripts included. */
	connections: Map<UserName, Set<ConnectionId>>;
	/** Users who count as present; all others are offline. */
	byUser: Map<UserName, UserPresence>;
};

const apply: Appliers<PresenceState> = {
	signedIn({sessions, connections, byUser}, {type: _type, at, uptime, ...session}) {
		sessions.set(session.connection, {...session, since: at});
		const known = connections.get(session.user) ?? new Set();
		connections.set(session.user, known.add(session.connection));
		if (session.as === 'script') return;
		const before = byUser.get(session.user);
		const fresh = {presence: 'online', since: at, active: uptime} as const;
		const {device} = session;
		byUser.set(session.user, {...(before ?? fresh), device, lostAt: undefined, warned: undefined});
	},
	signedOut({sessions, connections, byUser}, {connection, user, as, why, uptime}) {
		sessions.delete(connection);
		const known = connections.get(user);
		known?.delete(connection);
		if (known?.size === 0) connections.delete(user);
		if (as === 'script') return;
		if (why === 'linkLost') {
			const before = byUser.get(user);
			if (before) before.lostAt = uptime;
		} else if (why !== 'replaced') {
			byUser.delete(user);
		}
	},
	/** A session continues with the newest token of its device, so that signing out revokes that one. */
	tokenIssued({sessions, connections}, {user, device, token}) {
		for (const connection of connections.get(user) ?? []) {
			const session = sessions.get(connection);
			if (session?.device === device) session.token = token;
		}
	},
	graceEnded({byUser}, {user}) {
		byUser.delete(user);
	},
	awaited({byUser}, {user, at, uptime}) {
		byUser.set(user, {presence: 'online', since: at, active: uptime, lostAt: uptime});
	},
	presenceChanged({byUser}, {user, presence, remark, at}) {
		const {active = 0, device} = byUser.get(user) ?? {};
		byUser.set(user, {presence, since: at, device, active, remark});
	},
	active({sessions, byUser}, {connection, uptime}) {
		const session = sessions.get(connection);
		const known = session?.as === 'screen' ? byUser.get(session.user) : undefined;
		if (known) Object.assign(known, {active: uptime, warned: undefined});
	},
	idleWarned({byUser}, {user}) {
		const known = byUser.get(user);
		if (known) known.warned = true;
	},
};

export const presence = {
	empty: (): PresenceState => ({sessions: new Map(), connections: new Map(), byUser: new Map()}),
	apply,
};
