/** The slice of who is here now: sessions by connection, and everybody's presence. Memory only. */
import type {UserName} from '../../../protocol/names.ts';
import type {Presence} from '../../../protocol/presence.ts';
import type {ConnectionId, Session} from '../session.ts';
import type {Appliers} from '../slice.ts';

/** Where someone stands who is on, or whose link broke less than the grace period ago. */
export type UserPresence = {
	presence: Exclude<Presence, 'offline'>;
	since: number;
	/** When the person, not the heartbeat, last did something, and when their link broke: both by the uptime. */
	active: number;
	remark?: string | undefined;
	lostAt?: number | undefined;
	/** They were told that they are about to be signed out. */
	warned?: true | undefined;
};

export type PresenceState = {
	sessions: Map<ConnectionId, Session>;
	/** Connections of each person, scripts included. */
	connections: Map<UserName, Set<ConnectionId>>;
	/** Those who count as present; everybody else is offline. */
	byUser: Map<UserName, UserPresence>;
};

const apply: Appliers<PresenceState> = {
	signedIn({sessions, connections, byUser: standing}, {type: _type, at, uptime, ...session}) {
		sessions.set(session.connection, {...session, since: at});
		const own = connections.get(session.user) ?? new Set();
		connections.set(session.user, own.add(session.connection));
		if (session.as === 'script') return;
		const before = standing.get(session.user);
		const fresh = {presence: 'online', since: at, active: uptime} as const;
		standing.set(session.user, before ? {...before, lostAt: undefined, warned: undefined} : fresh);
	},
	signedOut({sessions, connections, byUser: standing}, {connection, user, as, why, uptime}) {
		sessions.delete(connection);
		const own = connections.get(user);
		own?.delete(connection);
		if (own?.size === 0) connections.delete(user);
		if (as === 'script') return;
		if (why === 'linkLost') {
			const before = standing.get(user);
			if (before) before.lostAt = uptime;
		} else if (why !== 'replaced') {
			standing.delete(user);
		}
	},
	/** A session goes on with the newest token of its device, so that signing out ends that one. */
	tokenIssued({sessions, connections}, {user, device, token}) {
		for (const connection of connections.get(user) ?? []) {
			const session = sessions.get(connection);
			if (session?.device === device) session.token = token;
		}
	},
	graceEnded({byUser: standing}, {user}) {
		standing.delete(user);
	},
	awaited({byUser: standing}, {user, at, uptime}) {
		standing.set(user, {presence: 'online', since: at, active: uptime, lostAt: uptime});
	},
	presenceChanged({byUser: standing}, {user, presence, remark, at}) {
		const active = standing.get(user)?.active ?? 0;
		standing.set(user, {presence, since: at, active, remark});
	},
	active({sessions, byUser: standing}, {connection, uptime}) {
		const session = sessions.get(connection);
		const own = session?.as === 'screen' ? standing.get(session.user) : undefined;
		if (own) Object.assign(own, {active: uptime, warned: undefined});
	},
	idleWarned({byUser: standing}, {user}) {
		const own = standing.get(user);
		if (own) own.warned = true;
	},
};

export const presence = {
	empty: (): PresenceState => ({sessions: new Map(), connections: new Map(), byUser: new Map()}),
	apply,
};
