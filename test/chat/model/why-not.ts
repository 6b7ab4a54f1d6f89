/** Reasons to refuse that several requests of the simple chat share. */
import {isRoom, kindOf, partner} from '../../../protocol/conversation-kind.ts';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import {refuse, type Refusal} from '../../../protocol/refusals.ts';
import type {SimpleChat} from './simple-chat.ts';

export function stranger(chat: SimpleChat, user: UserName, other: UserName): Refusal | undefined {
	if (user === other) return refuse('notYourself');
	return chat.accounts.includes(other) ? undefined : refuse('noSuchUser', {user: other});
}

export function blockBetween(chat: SimpleChat, user: UserName, other: UserName): Refusal | undefined {
	if (chat.blocks(other, user)) return refuse('blockedYou', {user: other});
	return chat.blocks(user, other) ? refuse('alreadyBlocked', {user: other}) : undefined;
}

export function outside(chat: SimpleChat, conversation: ConversationId, user: UserName): Refusal | undefined {
	const members = chat.members(conversation);
	if (isRoom(conversation))
		return members.includes(user) ? undefined : refuse('notMember', {room: conversation});
	if (!members.includes(user)) return refuse('notYourConversation');
	const other = members.find(member => !chat.accounts.includes(member));
	return other === undefined ? undefined : refuse('noSuchUser', {user: other});
}

export function mute(chat: SimpleChat, conversation: ConversationId, user: UserName): Refusal | undefined {
	if (kindOf(conversation) === 'broadcasts') return refuse('readOnly');
	const other = partner(conversation, user);
	return other !== undefined && chat.blocks(other, user) ? refuse('blockedYou', {user: other}) : undefined;
}

export function notInRoom(chat: SimpleChat, room: ConversationId, user: UserName): Refusal | undefined {
	if (!chat.hasRoom(room)) return refuse('noSuchRoom', {room});
	return chat.members(room).includes(user) ? undefined : refuse('notMember', {room});
}

/** Whether it is a room, and this person has blocked the other. */
export function hasBlockedIn(
	chat: SimpleChat,
	conversation: ConversationId,
	user: UserName,
	other: UserName,
): boolean {
	return isRoom(conversation) && chat.blocks(user, other);
}

/** Whether this person has the powers of an operator in the room: who is in it for longest, and in the lobby the admins. */
export function operates(chat: SimpleChat, room: ConversationId, user: UserName): boolean {
	if (room === '#lobby') return chat.admins.has(user) && chat.members(room).includes(user);
	return isRoom(room) && chat.members(room)[0] === user;
}
