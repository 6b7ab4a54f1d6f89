/** Describes rooms and the roles in them, and changes them: role, members, who may enter. */
import type {RoomRole} from '../../../protocol/conversations.ts';
import {LOBBY, type ConversationId, type UserName} from '../../../protocol/names.ts';
import {quotation, safeText, type SafeText} from '../../../protocol/text.ts';
import type {Conversation, Message} from '../model/conversation.ts';
import type {State} from '../model/state.ts';
import {MAX_OTHERS, withEntry} from './bounds.ts';

/** Marks a role before a name; nothing for an ordinary member. */
export const roleSign: Readonly<Record<RoomRole, SafeText>> = {owner: safeText`~`, operator: safeText`@`};

/** Says who may enter a room and set its topic, and the role of the user. */
export function roomText({id, isPrivate, hasGuardedTopic, role}: Conversation): SafeText {
	const entrance = isPrivate
		? safeText`${id} is private: only users whom its operators invite join`
		: safeText`${id} is open to everybody`;
	const topic = hasGuardedTopic
		? safeText`only operators set its topic`
		: safeText`every member sets its topic`;
	const own =
		role === 'owner' ? safeText`; you own it` : role === 'operator' ? safeText`; you are an operator` : '';
	return safeText`${entrance}; ${topic}${own}`;
}

/** Checks whether the user may delete a message: their own, or any in a room of which they are an operator. */
export function mayDelete({me}: State, {id, role}: Conversation, {from}: Pick<Message, 'from'>): boolean {
	return from === me?.user || role !== undefined || (id === LOBBY && me?.isAdmin === true);
}

/** Says who has left a room, or was removed from it. @param who the user, or `You` */
export function leavingText(
	user: UserName,
	{
		by,
		reason,
		banned,
	}: {by?: SafeText | UserName | undefined; reason?: string | undefined; banned?: boolean | undefined},
): SafeText {
	if (by === undefined) return safeText`${user} has left`;
	const why = reason === undefined || reason === '' ? '' : safeText`: ${quotation(reason)}`;
	return safeText`${by} ${banned ? 'banned' : 'removed'} ${user}${why}`;
}

/** Changes the number of members. New members have received earlier messages as history. */
export function withMember(room: Conversation, user: UserName, by: 1 | -1): Conversation {
	const cursors = {delivered: room.last, read: room.last};
	const others = new Map(by === 1 ? withEntry(room.others, user, cursors, MAX_OTHERS) : room.others);
	if (by === -1) others.delete(user);
	return {...room, others, members: Math.max(0, (room.members ?? 0) + by)};
}

export function withRole({role: _before, ...room}: Conversation, role: RoomRole | undefined): Conversation {
	return role === undefined ? room : {...room, role};
}

/** Maximum rooms held that the server has listed, the newest ones. */
const MAX_FOUND = 500;

/** Holds the names of listed rooms, for completion. */
export function withFoundRooms(state: State, rooms: ReadonlyArray<{readonly room: ConversationId}>): State {
	const found = new Set(state.foundRooms);
	for (const {room} of rooms) {
		found.delete(room);
		found.add(room);
	}

	return {...state, foundRooms: new Set([...found].slice(-MAX_FOUND))};
}
