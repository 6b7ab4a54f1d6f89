/** Defines the maxima of the protocol, and bounded schemas for lists, words, counts and times. */
import {z} from 'zod';

/** Maximum accounts of one server. */
export const MAX_ACCOUNTS = 50_000;
/** Maximum accounts of a server that lists all of them to a user who signs in; in a larger one, maximum people listed, beside those who matter to the user. */
export const MAX_LISTED_PEOPLE = 500;
/** Maximum users online whom a large server shows to those who have nothing to do with them: all of a server that has just become large. */
export const MAX_SHOWN = MAX_LISTED_PEOPLE + 1;
/** Maximum conversations of one user in the reply to a sign-in: those with the newest messages. */
export const MAX_CONVERSATIONS = 30_000;
/** Maximum open chat sessions, and maximum friend requests and invitations, of one user in the reply to a sign-in. */
export const MAX_CHATS = 10_000;
export const MAX_PROPOSALS = 10_000;
/** Maximum users or rooms that a reply lists; its field `more` counts the others. */
export const MAX_LISTED = 90;
/** Maximum users in one announcement of presence, so that it fits into a frame with the longest away texts. */
export const MAX_ANNOUNCED_PRESENCES = 1000;
/** Maximum members of a room that a reply lists to a client which shows them all. */
export const MAX_MEMBERS = 1000;
/** Maximum screens of one account at once that an operator may choose. */
export const MAX_SCREENS = 10;
/** Maximum members of a room for which the server announces the read cursor of each. */
export const MAX_RECEIPTS = 50;
/** Maximum chat sessions in the reply with a page of history: the newest ones. */
export const MAX_PAGE_CHATS = 100;
/** Maximum pinned messages of a conversation. */
export const MAX_PINS = 50;
/** Maximum messages that one search finds. */
export const MAX_FOUND = 50;
/** Maximum people that one search for a name finds. */
export const MAX_FOUND_PEOPLE = 50;
/** Maximum UTF-16 units of the away text of a user, and of the topic of a room. */
export const MAX_AWAY_TEXT = 80;
export const MAX_TOPIC = 200;
/** Maximum UTF-16 units of the id of a message. */
export const MAX_MESSAGE_ID = 80;
/** Maximum UTF-16 units of an address, an id, or another word that the program itself writes. */
export const MAX_WORD = 200;

/** A count, or a sequence of a conversation; 0 before the first message. */
export const count = z.int().min(0);
/** Milliseconds since 1970, by the server's clock; no more than a `Date` can hold. */
export const time = z.int().min(0).max(8_640_000_000_000_000);

/**
 * Makes a schema for texts that match an expression.
 * @param max maximum UTF-16 units
 */
export function shaped(shape: RegExp, max: number) {
	return z.string().max(max).regex(shape);
}

/** The schema of the items of each list, and how many there may be, by its transform, which refinements keep. */
const lists = new WeakMap<z.ZodType, {readonly item: z.ZodType; readonly max: number}>();
/** Lists whose items are the output of this schema already. */
const readBy = new WeakMap<readonly unknown[], z.ZodType>();

/**
 * Makes a schema for a bounded list. It checks the length before any item and stops at the first item that is not valid, so a
 * million bad items cost no more than one. Items that {@link readItems} has read are not read again.
 * @param max maximum items
 */
export function list<T extends z.ZodType>(item: T, max: number) {
	const schema = z.unknown().transform((all, context): Array<z.output<T>> => {
		if (!Array.isArray(all) || all.length > max) {
			context.addIssue({code: 'custom', message: `not a list of at most ${max}`});
			return z.NEVER;
		}

		if (readBy.get(all) === item) return all as Array<z.output<T>>; // by this very schema
		const {list, issue} = read(item, all);
		if (issue) context.addIssue({code: 'custom', ...issue});
		return list;
	});
	lists.set(schema.out, {item, max});
	return schema;
}

/**
 * Reads items that arrive ahead of the rest of their list.
 * @returns undefined where an item is not valid
 */
export function readItems<T extends z.ZodType>(
	item: T,
	all: readonly unknown[],
): Array<z.output<T>> | undefined {
	const {list, issue} = read(item, all);
	return issue ? undefined : list;
}

/** Marks a list whose items {@link readItems} has read, and returns it. */
export function asRead<L extends readonly unknown[]>(list: L, item: z.ZodType): L {
	readBy.set(list, item);
	return list;
}

type Read<T> = {list: T[]; issue?: {path: PropertyKey[]; message: string}};

function read<T extends z.ZodType>(item: T, all: readonly unknown[]): Read<z.output<T>> {
	const list: Array<z.output<T>> = [];
	for (const each of all) {
		const {data, error} = item.safeParse(each);
		if (error) {
			const [{path, message} = {path: [], message: 'not valid'}] = error.issues;
			return {list, issue: {path: [list.length, ...path], message}};
		}

		list.push(data);
	}

	return {list};
}

/** @returns the schema of the items of a list made by {@link list}, and its maximum; undefined for any other schema */
export function listOf(schema: z.ZodType): {readonly item: z.ZodType; readonly max: number} | undefined {
	return schema instanceof z.ZodPipe ? lists.get(schema.out as z.ZodType) : undefined;
}
