/** Queries the roles in rooms: who owns one, who is an operator of it, and who would own it next. */
import {LOBBY, type ConversationId, type UserName} from '../../protocol/names.ts';
import type {RoomRole} from '../../protocol/conversations.ts';
import type {Conversation} from './conversations/conversation.ts';
import {isAdmin} from './roles.ts';
import type {State} from './state.ts';

/**
 * @returns the owner; in a room that an older server has stored, the member who joined first; undefined in the lobby, which belongs to
 * the operator of the server
 */
export function ownerOf({id, rights, members}: Conversation): UserName | undefined {
	if (id === LOBBY) return undefined;
	return rights?.owner ?? members.keys().next().value;
}

/** Tells whether a member is the owner or an operator of the room; of the lobby, the admins are operators. */
export function isOperatorOf(state: State, room: ConversationId, user: UserName): boolean {
	return roleIn(state, room, user) !== undefined;
}

export function roleIn(state: State, room: ConversationId, user: UserName): RoomRole | undefined {
	const known = state.conversations.byId.get(room);
	if (!known?.members.has(user)) return undefined;
	if (room === LOBBY) return isAdmin(state, user) ? 'operator' : undefined;
	if (ownerOf(known) === user) return 'owner';
	return known.rights?.operators.includes(user) ? 'operator' : undefined;
}

/** @returns who owns the room when its owner has left: the operator for longest, else the member for longest */
export function heirOf({rights, members}: Conversation, owner: UserName): UserName | undefined {
	const [operator] = rights?.operators ?? [];
	return operator ?? [...members.keys()].find(member => member !== owner);
}
