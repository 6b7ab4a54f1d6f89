/** Chooses who hears of an event: the members of a conversation, and which of them apart. */
import type {Announcement} from '../../protocol/index.ts';
import {traitsOf} from '../../protocol/conversation-kind.ts';
import type {ConversationId, UserName} from '../../protocol/names.ts';
import type {EventOf, EventType} from './event.ts';
import {hasBlocked, membersOf, screensOf} from './people.ts';
import type {ConnectionId} from './session.ts';
import type {State} from './state.ts';

/** `to` may name the asking connection, which has its reply and is left out by the caller. */
export type Announcing = {to: readonly ConnectionId[]; announcement: Announcement};

/** The announcements of each event of a topic; an event without a row is announced to nobody. */
export type Announcers = {[T in EventType]?: (state: State, event: EventOf<T>) => Announcing[]};

/** Those of `users` who may know what `user` is doing. */
export function notBlockedBy(state: State, user: UserName, users: readonly UserName[]): UserName[] {
	return users.filter(other => !hasBlocked(state, user, other));
}

export function toMembers(
	state: State,
	conversation: ConversationId,
	announcement: Announcement,
): Announcing[] {
	return [{to: screensOf(state, membersOf(state, conversation)), announcement}];
}

/**
 * Announces to the members what one of them says there; apart to those who have blocked that one, where they get it hidden.
 * @param telling the announcement for a member who sees what `from` says, or does not
 */
export function toReaders(
	state: State,
	conversation: ConversationId,
	from: UserName,
	telling: (reads: boolean) => Announcement,
): Announcing[] {
	const members = membersOf(state, conversation);
	const apart = traitsOf(conversation).hidesBlocked
		? members.filter(user => hasBlocked(state, user, from))
		: [];
	const readers = apart.length === 0 ? members : members.filter(user => !apart.includes(user));
	const told = {to: screensOf(state, readers), announcement: telling(true)};
	return apart.length === 0 ? [told] : [told, {to: screensOf(state, apart), announcement: telling(false)}];
}
