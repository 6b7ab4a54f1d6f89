/** Reads the users, rooms and conversations that a program names. */
import {
	conversationId,
	directConversation,
	roomName,
	userName,
	userNameFault,
	type ConversationId,
	type UserName,
} from '../../protocol/names.ts';
import {safeText} from '../../protocol/text.ts';
import {ChatError} from './chat-error.ts';

/**
 * Finds the conversation that a word means: a user, a room as `#build` or `room:build`, or the id of a conversation.
 * @returns the conversation of the user who asks
 * @throws ChatError `usage` if the word is none of them
 */
export function conversationWith(word: string): (me: UserName) => ConversationId {
	const id = roomName(word) ?? (/[+!]/.test(word) ? conversationId(word) : undefined);
	if (id !== undefined) return () => id;
	const user = userName(word);
	if (user !== undefined) return me => directConversation(me, user);
	if (userNameFault(word) === 'reservedName')
		throw usage(safeText`Nobody is called ${word}: that name is kept for the program; write another one.`);
	throw usage(safeText`${word} is neither a user nor a room; write a name like bob, or room:build.`);
}

/** @throws ChatError `usage` */
export function userNamed(word: string): UserName {
	const user = userName(word);
	if (user === undefined) throw usage(safeText`${word} is not the name of a user; write a name like bob.`);
	return user;
}

/** @throws ChatError `usage` */
export function roomNamed(word: string): ConversationId {
	const room = roomName(word);
	if (room === undefined)
		throw usage(safeText`${word} is not the name of a room; write a name like #build, or room:build.`);
	return room;
}

/** Makes the error of a call that cannot be right. */
export function usage(sentence: string): ChatError {
	return new ChatError('usage', sentence);
}
