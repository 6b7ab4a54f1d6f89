/** Chooses the recipients of announcements: members of a conversation, with or without hidden text. */
import type {Announcement} from '../../protocol/index.ts';
import {traitsOf} from '../../protocol/conversation-kind.ts';
import type {ConversationId, UserName} from '../../protocol/names.ts';
import type {EventOf, EventType} from './event.ts';
import {blockersAmong, connectionsOf, presentMembersOf} from './people.ts';
import type {ConnectionId} from './session.ts';
import type {State} from './state.ts';

/** `to` may contain the requesting connection, which gets a reply instead; the caller leaves it out. */
export type Announcing = {to: readonly ConnectionId[]; announcement: Announcement};

/** Makes the announcements of each event of a topic; an event without a row has none. */
export type Announcers = {[T in EventType]?: (state: State, event: EventOf<T>) => Announcing[]};

/** Filters out the users whom `user` has blocked. */
export function notBlockedBy(state: State, user: UserName, users: readonly UserName[]): readonly UserName[] {
	const blocked = state.relationships.blocked.get(user);
	return blocked ? users.filter(other => !blocked.has(other)) : users;
}

/**
 * Announces to the members, and to their scripts, what `from` said; members who have blocked `from` get a hidden version where the kind hides it.
 * @param announcementFor makes the announcement for members who see the content, or for those who do not
 */
export function toReaders(
	state: State,
	conversation: ConversationId,
	from: UserName,
	announcementFor: (isVisible: boolean) => Announcement,
): Announcing[] {
	const members = presentMembersOf(state, conversation);
	const blockers = traitsOf(conversation).hidesBlocked ? blockersAmong(state, members, from) : [];
	const readers = blockers.length === 0 ? members : members.filter(user => !blockers.includes(user));
	const visible = {to: connectionsOf(state, readers), announcement: announcementFor(true)};
	if (blockers.length === 0) return [visible];
	return [visible, {to: connectionsOf(state, blockers), announcement: announcementFor(false)}];
}
