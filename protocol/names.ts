/** Defines the names of users, rooms and conversations: canonical form and look-alikes. */

export type UserName = string & {readonly __name: 'user'};
/** `alice+bob` (sorted), `alice+alice` (notes to oneself), `#build`, or `!alice` (broadcasts that reached alice, or that she sent). */
export type ConversationId = string & {readonly __name: 'conversation'};

const USER = /^[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*$/;
/** Begins with a letter: `#7` is a chat session. */
const ROOM = /^#[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*$/;
export const MIN_NAME = 2;
export const MAX_NAME = 24;
/** Maximum UTF-16 units of the id of a conversation: two names and a plus. */
export const MAX_CONVERSATION = 2 * MAX_NAME + 1;

/** Reserved words: they would read as the program itself, as everyone, or as a device of a file system. */
const RESERVED = new Set(
	`admin administrator all aux chat-tui com1 com2 com3 con everyone here host lobby lpt1 lpt2 me moderator none notices nul
	null operator prn root script server support system undefined you`.split(/\s+/),
);

/** Folds case and width, as RFC 8265's UsernameCaseMapped profile does. */
function fold(name: string): string {
	return name.normalize('NFKC').trim().toLowerCase();
}

/** @returns why `text` is not a valid user name: its form, or because it is reserved; undefined if it is valid */
export function userNameFault(text: string): 'badUserName' | 'reservedName' | undefined {
	if (userName(text) !== undefined) return undefined;
	return RESERVED.has(fold(text)) ? 'reservedName' : 'badUserName';
}

/**
 * Parses a user name: 2 to 24 of a-z, 0-9 and single `.`, `_`, `-` inside.
 * @returns its canonical form, or undefined if `text` is not a valid user name
 */
export function userName(text: string): UserName | undefined {
	const name = fold(text);
	if (name.length < MIN_NAME || name.length > MAX_NAME || !USER.test(name) || RESERVED.has(name))
		return undefined;
	return name as UserName;
}

/**
 * Parses a room name. `room:build`, which needs no quotes in a shell, is `#build`.
 * @returns its canonical form, or undefined if `text` is not a valid room name
 */
export function roomName(text: string): ConversationId | undefined {
	const name = fold(text).replace(/^room:/, '#');
	return name.length > 1 && name.length <= MAX_NAME && ROOM.test(name) ? (name as ConversationId) : undefined;
}

/** Maps look-alike names to the same skeleton; the server lets only one of them exist. */
export function skeleton(name: UserName): string {
	return name
		.replace(/[._-]/g, '')
		.replaceAll('rn', 'm')
		.replaceAll('vv', 'w')
		.replaceAll('cl', 'd')
		.replace(/[01i5]/g, character => ({0: 'o', 1: 'l', i: 'l', 5: 's'})[character] ?? character);
}

/** Returns the direct conversation of two users, or the notes of one user. */
export function directConversation(one: UserName, other: UserName): ConversationId {
	return (one < other ? `${one}+${other}` : `${other}+${one}`) as ConversationId;
}

/** Returns the conversation that holds the broadcasts a user received and sent. */
export function broadcastsOf(user: UserName): ConversationId {
	return `!${user}` as ConversationId;
}

/** Ids that were found valid lately: each message names one. */
const validIds = new Set<string>();
const MAX_VALID_IDS = 10_000;

/** @returns the conversation id, or undefined if `text` is not one in canonical form */
export function conversationId(text: string): ConversationId | undefined {
	if (validIds.has(text)) return text as ConversationId;
	const id = readId(text);
	if (id === undefined) return undefined;
	if (validIds.size >= MAX_VALID_IDS) validIds.clear();
	validIds.add(id);
	return id;
}

function readId(text: string): ConversationId | undefined {
	if (text.startsWith('#')) return roomName(text) === text ? (text as ConversationId) : undefined;
	if (text.startsWith('!'))
		return userName(text.slice(1)) === text.slice(1) ? (text as ConversationId) : undefined;
	const [one, other, ...rest] = text.split('+').map(part => userName(part));
	if (one === undefined || other === undefined || rest.length > 0) return undefined;
	return directConversation(one, other) === text ? (text as ConversationId) : undefined;
}

/** The room that every user joins at the first sign-in. */
export const LOBBY = '#lobby' as ConversationId;

/** The operator, among names of users; no user may have this name. */
export const OPERATOR = 'operator';
