/** What a user, room or conversation name is: its canonical form, look-alikes, and who takes part in a conversation. */
import {z} from 'zod';

export type UserName = string & {readonly __name: 'user'};
/** `alice+bob` (sorted), `alice+alice` (notes to oneself), `#build`, or `!alice` (broadcasts that reached alice, or that she sent). */
export type ConversationId = string & {readonly __name: 'conversation'};

const USER = /^[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*$/;
/** Begins with a letter: `#7` is a chat session. */
const ROOM = /^#[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*$/;
export const MIN_NAME = 2;
export const MAX_NAME = 24;

/** Words that would read as the program, an address of everyone, or a device of some file system. */
const RESERVED = new Set(
	`admin administrator all aux chat-tui com1 com2 com3 con everyone here host lobby lpt1 lpt2 me moderator none notices nul
	null operator prn root script server support system undefined you`.split(/\s+/),
);

/** Half- and full-width forms and capitals fold together, as in RFC 8265's UsernameCaseMapped profile. */
function fold(name: string): string {
	return name.normalize('NFKC').trim().toLowerCase();
}

/** Why `text` can be nobody's name: it has no form of one, or it is kept for the program. Undefined: it is a name. */
export function userNameFault(text: string): 'badUserName' | 'reservedName' | undefined {
	if (userName(text) !== undefined) return undefined;
	return RESERVED.has(fold(text)) ? 'reservedName' : 'badUserName';
}

/** The canonical user name, or undefined if `text` is not one: 2 to 24 of a-z, 0-9 and single `.`, `_`, `-` inside. */
export function userName(text: string): UserName | undefined {
	const name = fold(text);
	if (name.length < MIN_NAME || name.length > MAX_NAME || !USER.test(name) || RESERVED.has(name))
		return undefined;
	return name as UserName;
}

/** The canonical room name, or undefined. `room:build`, which needs no quotes in a shell, is `#build`. */
export function roomName(text: string): ConversationId | undefined {
	const name = fold(text).replace(/^room:/, '#');
	return name.length > 1 && name.length <= MAX_NAME && ROOM.test(name) ? (name as ConversationId) : undefined;
}

/** Two names with the same skeleton look alike on a screen; only one of them may exist. */
export function skeleton(name: UserName): string {
	return name
		.replace(/[._-]/g, '')
		.replaceAll('rn', 'm')
		.replaceAll('vv', 'w')
		.replaceAll('cl', 'd')
		.replace(/[01i5]/g, character => ({0: 'o', 1: 'l', i: 'l', 5: 's'})[character] ?? character);
}

/** The conversation of two people, or of one with themself. */
export function directConversation(one: UserName, other: UserName): ConversationId {
	return (one < other ? `${one}+${other}` : `${other}+${one}`) as ConversationId;
}

/** Where the broadcasts that reached someone stand. */
export function broadcastsOf(user: UserName): ConversationId {
	return `!${user}` as ConversationId;
}

/** The conversation id in `text` (canonical form only), or undefined. */
export function conversationId(text: string): ConversationId | undefined {
	if (text.startsWith('#')) return roomName(text) === text ? (text as ConversationId) : undefined;
	if (text.startsWith('!'))
		return userName(text.slice(1)) === text.slice(1) ? (text as ConversationId) : undefined;
	const [one, other, ...rest] = text.split('+').map(part => userName(part));
	if (one === undefined || other === undefined || rest.length > 0) return undefined;
	return directConversation(one, other) === text ? (text as ConversationId) : undefined;
}

/** The room everybody is in from the first sign-in on. */
export const LOBBY = '#lobby' as ConversationId;

const NAME_FAULTS = {badUserName: 'not a user name', reservedName: 'a name kept for the program'} as const;

export const userNameSchema = z
	.string()
	.max(MAX_NAME * 4)
	.transform((text, context) => {
		const name = userName(text);
		if (name === undefined)
			context.addIssue({code: 'custom', message: NAME_FAULTS[userNameFault(text) ?? 'badUserName']});
		return name ?? z.NEVER;
	});

export const roomNameSchema = z
	.string()
	.max(MAX_NAME * 4)
	.transform((text, context) => {
		const name = roomName(text);
		if (name === undefined) context.addIssue({code: 'custom', message: 'not a room name'});
		return name ?? z.NEVER;
	});

export const conversationSchema = z
	.string()
	.max(2 * MAX_NAME + 1)
	.transform((text, context) => {
		const id = conversationId(text);
		if (id === undefined) context.addIssue({code: 'custom', message: 'not a conversation'});
		return id ?? z.NEVER;
	});
