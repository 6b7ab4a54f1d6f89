/** Bounds of what one side takes from the other: how many accounts and conversations there can be, and lists with an end. */
import {z} from 'zod';

/** Maximum accounts of one server. */
export const MAX_ACCOUNTS = 50_000;
/** Maximum conversations of one user that the server tells at sign-in: those with the newest messages. */
export const MAX_CONVERSATIONS = 30_000;
/** Maximum open chat sessions, and maximum friend requests and invitations, of one user that the server tells at sign-in. */
export const MAX_CHATS = 10_000;
export const MAX_PROPOSALS = 10_000;
/** Maximum people or rooms that a reply lists; it has `more` where there are others, and how many. */
export const MAX_LISTED = 90;
/** Maximum people in one announcement of presence: a frame has room for them, whatever their remarks. */
export const MAX_TOLD = 1000;
/** Maximum members of a room up to which the server tells how far each of them has read. */
export const MAX_RECEIPTS = 50;
/** Maximum chat sessions told with a page of history: the newest ones. */
export const MAX_PAGE_CHATS = 100;
/** Maximum messages that one search finds. */
export const MAX_FOUND = 50;
/** Maximum UTF-16 units of the remark of a user who is away, and of the topic of a room. */
export const MAX_REMARK = 80;
export const MAX_TOPIC = 200;
/** Maximum UTF-16 units of the id of a message. */
export const MAX_MESSAGE_ID = 80;
/** Maximum UTF-16 units of an address, an id, or another word of the program's own. */
export const MAX_WORD = 200;

/** How many there are, or a sequence of a conversation; 0 before the first. */
export const count = z.int().min(0);
/** Milliseconds since 1970, by the server's clock; no more than a `Date` can hold. */
export const time = z.int().min(0).max(8_640_000_000_000_000);

/** A text of at most `max` UTF-16 units in this shape. */
export function shaped(shape: RegExp, max: number) {
	return z.string().max(max).regex(shape);
}

/** The schema of the items of each list. */
const items = new WeakMap<z.ZodType, z.ZodType>();
/** Lists that hold what this schema has made of their items. */
const readBy = new WeakMap<readonly unknown[], z.ZodType>();

/**
 * A list of at most `max` items. It is refused by its length before any item is read, and by the first item that is not
 * valid: a million bad items cost no more than one. Items that have been read are not read again.
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
	items.set(schema, item);
	return schema;
}

/** Items that come ahead of the rest of their list; undefined where one is not valid. */
export function readItems<T extends z.ZodType>(
	item: T,
	all: readonly unknown[],
): Array<z.output<T>> | undefined {
	const {list, issue} = read(item, all);
	return issue ? undefined : list;
}

/** The same list, of which each item has been read by {@link readItems}. */
export function asRead<L extends readonly unknown[]>(list: L, item: z.ZodType): L {
	readBy.set(list, item);
	return list;
}

type Read<T> = {list: T[]; issue?: {path: PropertyKey[]; message: string}};

function read<T extends z.ZodType>(item: T, all: readonly unknown[]): Read<z.output<T>> {
	const list: Array<z.output<T>> = [];
	for (const one of all) {
		const {data, error} = item.safeParse(one);
		if (error) {
			const [{path, message} = {path: [], message: 'not valid'}] = error.issues;
			return {list, issue: {path: [list.length, ...path], message}};
		}

		list.push(data);
	}

	return {list};
}

/** The schema of the items of a list made by {@link list}; undefined for any other. */
export function itemOf(schema: z.ZodType): z.ZodType | undefined {
	return items.get(schema);
}
