/** Makes the events of a user who joins or leaves a room, so that none stays without an owner. */
import {LOBBY, type ConversationId, type UserName} from '../../../protocol/names.ts';
import type {EventOf} from '../event.ts';
import type {State} from '../state.ts';
import {heirOf, ownerOf} from '../room-roles.ts';

/** Tells whether there is a room: it has members, messages or a topic. What an empty one leaves is the number of its last message. */
export function roomExists(state: State, room: ConversationId): boolean {
	const {members, first = 1, last = 0, topic = ''} = state.conversations.byId.get(room) ?? {};
	return (members !== undefined && members.size > 0) || first <= last || topic !== '';
}

/** Whoever joins an empty room owns it. @param at milliseconds since 1970 */
export function joined(
	state: State,
	conversation: ConversationId,
	user: UserName,
	at: number,
): EventOf<'memberJoined'> {
	const isEmpty = (state.conversations.byId.get(conversation)?.members.size ?? 0) === 0;
	const owner = isEmpty && conversation !== LOBBY ? {owner: true as const} : {};
	return {type: 'memberJoined', conversation, user, ...owner, at};
}

/** @param at milliseconds since 1970 */
export function left(
	state: State,
	conversation: ConversationId,
	user: UserName,
	at: number,
): EventOf<'memberLeft'> {
	const room = state.conversations.byId.get(conversation);
	const heir = room && ownerOf(room) === user ? heirOf(room, user) : undefined;
	return {type: 'memberLeft', conversation, user, ...(heir !== undefined && {heir}), at};
}
