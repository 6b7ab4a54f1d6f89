/** Defines the slice of sessions and presence, in memory only. */
import {MAX_SHOWN} from '../../../protocol/bounds.ts';
import type {UserName} from '../../../protocol/names.ts';
import type {Presence} from '../../../protocol/presence.ts';
import type {ConnectionId, Session} from '../session.ts';
import type {Appliers} from '../slice.ts';

/** The presence of a user who is online, or whose link broke less than the grace period ago. */
type UserPresence = {
	presence: Exclude<Presence, 'offline'>;
	since: number;
	/** Uptime in milliseconds when the user, not the heartbeat, was last active, and when the link broke. */
	active: number;
	remark?: string | undefined;
	lostAt?: number | undefined;
	/** The idle warning was sent. */
	warned?: true | undefined;
};

type PresenceState = {
	sessions: Map<ConnectionId, Session>;
	/** Connections of each user, scripts included; the one that was used last is the last. */
	connections: Map<UserName, Set<ConnectionId>>;
	/** Users who count as present; all others are offline. */
	byUser: Map<UserName, UserPresence>;
	/** Users present whom a large server shows to strangers: those who came first. */
	shown: Set<UserName>;
	/** The users for whom each connection has asked by name, the newest ones; and the same by user. */
	watches: Map<ConnectionId, UserName[]>;
	watchers: Map<UserName, Set<ConnectionId>>;
};

/** Maximum users for whom a connection has asked by name. */
const MAX_WATCHES = 200;

function come({byUser, shown}: PresenceState, user: UserName, presence: UserPresence): void {
	byUser.set(user, presence);
	if (shown.size < MAX_SHOWN) shown.add(user);
}

function go({byUser, shown}: PresenceState, user: UserName): void {
	byUser.delete(user);
	shown.delete(user);
}

function isAtScreen({connections, sessions}: PresenceState, user: UserName): boolean {
	const known = [...(connections.get(user) ?? [])];
	return known.some(connection => sessions.get(connection)?.as === 'screen');
}

function watch({watches, watchers}: PresenceState, connection: ConnectionId, user: UserName): void {
	const watched = watches.get(connection) ?? [];
	if (watched.includes(user)) return;
	watches.set(connection, watched);
	watched.push(user);
	watchers.set(user, (watchers.get(user) ?? new Set()).add(connection));
	for (const oldest of watched.splice(0, watched.length - MAX_WATCHES)) unwatch(watchers, connection, oldest);
}

function unwatch(watchers: PresenceState['watchers'], connection: ConnectionId, user: UserName): void {
	const known = watchers.get(user);
	known?.delete(connection);
	if (known?.size === 0) watchers.delete(user);
}

const apply: Appliers<PresenceState> = {
	signedIn(all, {type: _type, at, uptime, ...session}) {
		const {sessions, connections, byUser} = all;
		sessions.set(session.connection, {...session, since: at});
		const known = connections.get(session.user) ?? new Set();
		connections.set(session.user, known.add(session.connection));
		if (session.as === 'script') return;
		const before = byUser.get(session.user);
		const fresh = {presence: 'online', since: at, active: uptime} as const;
		come(all, session.user, {...(before ?? fresh), lostAt: undefined, warned: undefined});
	},
	signedOut(all, {connection, user, as, why, uptime}) {
		const {sessions, connections, byUser, watches, watchers} = all;
		sessions.delete(connection);
		for (const watched of watches.get(connection) ?? []) unwatch(watchers, connection, watched);
		watches.delete(connection);
		const known = connections.get(user);
		known?.delete(connection);
		if (known?.size === 0) connections.delete(user);
		if (as === 'script' || isAtScreen(all, user)) return;
		if (why === 'linkLost') {
			const before = byUser.get(user);
			if (before) before.lostAt = uptime;
		} else if (why !== 'replaced') {
			go(all, user);
		}
	},
	/** A session continues with the newest token of its device, so that signing out revokes that one. */
	tokenIssued({sessions, connections}, {user, device, token}) {
		for (const connection of connections.get(user) ?? []) {
			const session = sessions.get(connection);
			if (session?.device === device) session.token = token;
		}
	},
	graceEnded(all, {user}) {
		go(all, user);
	},
	awaited(all, {user, at, uptime}) {
		come(all, user, {presence: 'online', since: at, active: uptime, lostAt: uptime});
	},
	presenceChanged(all, {user, presence, remark, at}) {
		const {active = 0, warned} = all.byUser.get(user) ?? {};
		come(all, user, {presence, since: at, active, remark, warned});
	},
	watched(all, {connection, user}) {
		watch(all, connection, user);
	},
	/** The partners keep each other in their lists when the private chat has ended. */
	privateInvited(all, {from, to}) {
		for (const connection of all.connections.get(from) ?? []) watch(all, connection, to);
		for (const connection of all.connections.get(to) ?? []) watch(all, connection, from);
	},
	active({sessions, connections, byUser}, {connection, uptime}) {
		const session = sessions.get(connection);
		const all = session && connections.get(session.user);
		if (all && all.size > 1 && all.delete(connection)) all.add(connection);
		const known = session?.as === 'screen' ? byUser.get(session.user) : undefined;
		if (!known) return;
		known.active = uptime;
		known.warned = undefined;
	},
	idleWarned({byUser}, {user}) {
		const known = byUser.get(user);
		if (known) known.warned = true;
	},
};

export const presence = {
	empty: (): PresenceState => ({
		sessions: new Map(),
		connections: new Map(),
		byUser: new Map(),
		shown: new Set(),
		watches: new Map(),
		watchers: new Map(),
	}),
	apply,
};
