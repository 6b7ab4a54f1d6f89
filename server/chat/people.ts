/** Who is on, since when, and what of it others may know. */
import {participants, traitsOf} from '../../protocol/conversation-kind.ts';
import type {ConversationId, UserName} from '../../protocol/names.ts';
import type {Person} from '../../protocol/presence.ts';
import type {ConnectionId} from './session.ts';
import type {Session} from './session.ts';
import type {State} from './state.ts';

/** Whether `user` has blocked `other`. */
export function hasBlocked(state: State, user: UserName, other: UserName): boolean {
	return state.relationships.blocked.get(user)?.has(other) ?? false;
}

/** Whether anybody has blocked this person. */
export function isBlocked(state: State, user: UserName): boolean {
	for (const others of state.relationships.blocked.values()) if (others.has(user)) return true;
	return false;
}

export function areFriends(state: State, user: UserName, other: UserName): boolean {
	return state.relationships.friends.get(user)?.has(other) ?? false;
}

/**
 * A person's presence as `viewer` sees it; offline since they were last seen. Whoever is blocked sees somebody who has
 * been offline ever since the account was made; whoever blocks sees no remark.
 */
export function personOf(state: State, user: UserName, viewer: UserName): Person {
	const account = state.accounts.byName.get(user);
	if (hasBlocked(state, user, viewer)) return {user, presence: 'offline', since: account?.created ?? 0};
	const standing = state.presence.byUser.get(user);
	if (!standing) return {user, presence: 'offline', since: account?.seen ?? 0};
	const {presence, since, remark} = standing;
	const shown = remark === undefined || hasBlocked(state, viewer, user) ? {} : {remark};
	return {user, presence, since, ...shown};
}

export function isOffline(state: State, user: UserName): boolean {
	return !state.presence.byUser.has(user);
}

/** Whether `viewer` sees them offline. */
export function seemsOffline(state: State, user: UserName, viewer: UserName): boolean {
	return isOffline(state, user) || hasBlocked(state, user, viewer);
}

/** Those who are on, as far as `viewer` may know. */
export function peopleOn(state: State, viewer: UserName): UserName[] {
	return [...state.presence.byUser.keys()].filter(user => !hasBlocked(state, user, viewer));
}

/** The connections of one person, with their sessions. */
export function sessionsOf(state: State, user: UserName): Session[] {
	const connections = state.presence.connections.get(user) ?? [];
	return [...connections].flatMap(connection => state.presence.sessions.get(connection) ?? []);
}

/** Milliseconds since the person last did something. */
export function idleOf(state: State, user: UserName, uptime: number): number {
	return Math.floor(uptime - (state.presence.byUser.get(user)?.active ?? uptime));
}

/** The connections on which these people read: screens, not scripts. */
export function screensOf(state: State, users: Iterable<UserName>): ConnectionId[] {
	const screens: ConnectionId[] = [];
	for (const user of users) {
		for (const connection of state.presence.connections.get(user) ?? []) {
			if (state.presence.sessions.get(connection)?.as === 'screen') screens.push(connection);
		}
	}

	return screens;
}

/** Who takes part in a conversation; a direct one has its people before its first message. */
export function membersOf(state: State, id: ConversationId): readonly UserName[] {
	if (!traitsOf(id).hasMembers) return participants(id);
	return [...(state.conversations.byId.get(id)?.members.keys() ?? [])];
}
