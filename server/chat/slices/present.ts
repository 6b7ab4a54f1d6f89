/** The slice of who is here now: sessions by connection, and everybody's presence. Memory only. */
import type {UserName} from '../../../protocol/names.ts';
import type {Presence} from '../../../protocol/requests.ts';
import type {ConnectionId, DeviceId, Kind, TokenHash} from '../event.ts';
import type {Appliers} from '../slice.ts';

/** For whom a connection speaks. */
export type Session = {
	connection: ConnectionId;
	user: UserName;
	as: Kind;
	device: DeviceId;
	address: string;
	token: TokenHash;
	since: number;
};

/** Where someone stands who is on, or whose link broke less than the grace period ago. */
export type Standing = {
	presence: Exclude<Presence, 'offline'>;
	since: number;
	/** When the person, not the heartbeat, last did something, and when their link broke: both by the uptime. */
	active: number;
	remark?: string | undefined;
	lostAt?: number | undefined;
	/** They were told that they are about to be signed out. */
	warned?: true | undefined;
};

export type Present = {
	sessions: Map<ConnectionId, Session>;
	/** Connections of each person, scripts included. */
	connections: Map<UserName, Set<ConnectionId>>;
	/** Those who count as present; everybody else is offline. */
	standing: Map<UserName, Standing>;
};

const apply: Appliers<Present> = {
	signedIn({sessions, connections, standing}, {type: _type, at, uptime, ...session}) {
		sessions.set(session.connection, {...session, since: at});
		const own = connections.get(session.user) ?? new Set();
		connections.set(session.user, own.add(session.connection));
		if (session.as === 'script') return;
		const before = standing.get(session.user);
		const fresh = {presence: 'online', since: at, active: uptime} as const;
		standing.set(session.user, before ? {...before, lostAt: undefined, warned: undefined} : fresh);
	},
	signedOut({sessions, connections, standing}, {connection, user, as, why, uptime}) {
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
	graceEnded({standing}, {user}) {
		standing.delete(user);
	},
	awaited({standing}, {user, at, uptime}) {
		standing.set(user, {presence: 'online', since: at, active: uptime, lostAt: uptime});
	},
	presenceChanged({standing}, {user, presence, remark, at}) {
		const active = standing.get(user)?.active ?? 0;
		standing.set(user, {presence, since: at, active, remark});
	},
	active({sessions, standing}, {connection, uptime}) {
		const session = sessions.get(connection);
		const own = session?.as === 'screen' ? standing.get(session.user) : undefined;
		if (own) Object.assign(own, {active: uptime, warned: undefined});
	},
	idleWarned({standing}, {user}) {
		const own = standing.get(user);
		if (own) own.warned = true;
	},
};

export const present = {
	empty: (): Present => ({sessions: new Map(), connections: new Map(), standing: new Map()}),
	apply,
};
