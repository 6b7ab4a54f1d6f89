/** Queries users: presence, blocks, friendships, connections and membership, as another user may see them. */
import {MAX_LISTED_PEOPLE} from '../../protocol/bounds.ts';
import {participants, traitsOf} from '../../protocol/conversation-kind.ts';
import type {ConversationId, UserName} from '../../protocol/names.ts';
import type {Person} from '../../protocol/presence.ts';
import type {ConnectionId, Session} from './session.ts';
import type {State} from './state.ts';

const NOBODY: readonly UserName[] = [];

/** Tells whether `user` has blocked `other`. */
export function hasBlocked(state: State, user: UserName, other: UserName): boolean {
	return state.relationships.blocked.get(user)?.has(other) ?? false;
}

/** Tells whether any user has blocked this one. */
export function isBlocked(state: State, user: UserName): boolean {
	return state.relationships.blockers.has(user);
}

/** Lists those of `users` who have blocked this one; nearly always nobody has. */
export function blockersAmong(state: State, users: readonly UserName[], user: UserName): readonly UserName[] {
	const blockers = state.relationships.blockers.get(user);
	return blockers ? users.filter(other => blockers.has(other)) : NOBODY;
}

export function areFriends(state: State, user: UserName, other: UserName): boolean {
	return state.relationships.friends.get(user)?.has(other) ?? false;
}

/**
 * Returns a user's presence as `viewer` sees it. A viewer whom the user has blocked sees them offline since the account was made; a viewer
 * who has blocked the user sees no away text.
 */
export function personOf(state: State, user: UserName, viewer: UserName): Person {
	const account = state.accounts.byName.get(user);
	if (hasBlocked(state, user, viewer)) return {user, presence: 'offline', since: account?.created ?? 0};
	const known = state.presence.byUser.get(user);
	if (!known) return {user, presence: 'offline', since: account?.seen ?? 0};
	const {presence, since, remark: awayText} = known;
	const shown = awayText === undefined || hasBlocked(state, viewer, user) ? {} : {remark: awayText};
	return {user, presence, since, ...shown};
}

/** Tells whether the server has too many accounts to list everybody. */
export function isLarge(state: State): boolean {
	return state.accounts.byName.size > MAX_LISTED_PEOPLE;
}

export function isOffline(state: State, user: UserName): boolean {
	return !state.presence.byUser.has(user);
}

/** Tells whether `viewer` sees the user offline. */
export function seemsOffline(state: State, user: UserName, viewer: UserName): boolean {
	return isOffline(state, user) || hasBlocked(state, user, viewer);
}

/** Lists the users online, without those who have blocked `viewer`. */
export function peopleOn(state: State, viewer: UserName): UserName[] {
	return [...state.presence.byUser.keys()].filter(user => !hasBlocked(state, user, viewer));
}

/** Returns the sessions of a user, scripts included. */
export function sessionsOf(state: State, user: UserName): Session[] {
	const connections = state.presence.connections.get(user) ?? [];
	return [...connections].flatMap(connection => state.presence.sessions.get(connection) ?? []);
}

/**
 * Returns for how long a user has been idle, in milliseconds.
 * @param uptime milliseconds of this run
 */
export function idleOf(state: State, user: UserName, uptime: number): number {
	return Math.floor(uptime - (state.presence.byUser.get(user)?.active ?? uptime));
}

/** Returns the connections of these users that are screens, not scripts. */
export function screensOf(state: State, users: Iterable<UserName>): ConnectionId[] {
	const screens: ConnectionId[] = [];
	for (const user of users) {
		for (const connection of state.presence.connections.get(user) ?? []) {
			if (state.presence.sessions.get(connection)?.as === 'screen') screens.push(connection);
		}
	}

	return screens.slice();
}

/** Returns all connections of these users, those of scripts included. */
export function connectionsOf(state: State, users: Iterable<UserName>): ConnectionId[] {
	const connections: ConnectionId[] = [];
	for (const user of users)
		for (const connection of state.presence.connections.get(user) ?? []) connections.push(connection);
	return connections.slice(); // as long as it is: it waits for the disk, with thousands of others
}

/** Returns the members of a conversation; a direct one has them before its first message. */
export function membersOf(state: State, id: ConversationId): readonly UserName[] {
	if (!traitsOf(id).hasMembers) return participants(id);
	return [...(state.conversations.byId.get(id)?.members.keys() ?? [])];
}

/**
 * Returns the members of a conversation to whom something may be announced. Of a room with more members than there are users connected,
 * only those who are: the lobby has everybody.
 */
export function presentMembersOf(state: State, id: ConversationId): readonly UserName[] {
	const {connections} = state.presence;
	const members = traitsOf(id).hasMembers ? state.conversations.byId.get(id)?.members : undefined;
	if (!members || members.size <= connections.size) return membersOf(state, id);
	return [...connections.keys()].filter(user => members.has(user));
}
