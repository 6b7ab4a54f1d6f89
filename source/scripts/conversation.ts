/** Finds the conversation that a word on the command line means: a user, or a room as `#build` or `room:build`. */
import {
	directConversation,
	roomName,
	userName,
	userNameFault,
	type ConversationId,
	type UserName,
} from '../../protocol/names.ts';
import {safeText} from '../../protocol/text.ts';
import {usage} from './script.ts';

/**
 * @returns the conversation of the user who asks
 * @throws ScriptFailure if the word is neither a user nor a room
 */
export function conversationWith(word: string): (me: UserName) => ConversationId {
	if (/^(?:#|room:)/i.test(word)) {
		const room = roomName(word);
		if (room !== undefined) return () => room;
	}

	const user = userName(word);
	if (user !== undefined) return me => directConversation(me, user);
	if (userNameFault(word) === 'reservedName')
		throw usage(safeText`Nobody is called ${word}: that name is kept for the program; write another one.`);
	throw usage(safeText`${word} is neither a user nor a room; write a name like bob, or room:build.`);
}
