/** Bounds of what one side takes from the other: how many accounts and conversations there can be, and lists with an end. */
import {z} from 'zod';

/** Maximum accounts of one server. */
export const MAX_ACCOUNTS = 100_000;
/** Maximum conversations of one user that the server tells at sign-in: those with the newest messages. */
export const MAX_CONVERSATIONS = 100_000;
/** Maximum open chat sessions, and maximum questions, of one user that the server tells at sign-in. */
export const MAX_CHATS = 10_000;
export const MAX_QUESTIONS = 10_000;
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

/** A text of at most `max` UTF-16 units in this shape. */
export function shaped(shape: RegExp, max: number) {
	return z.string().max(max).regex(shape);
}

const items = new WeakMap<z.ZodType, z.ZodType>();

/**
 * A list of at most `max` items. It is refused by its length before any item is read, and by the first item that is not
 * valid: a million bad items cost no more than one.
 */
export function list<T extends z.ZodType>(item: T, max: number) {
	const schema = z
		.array(z.unknown())
		.max(max)
		.transform((all, context): Array<z.output<T>> => {
			const read: Array<z.output<T>> = [];
			for (const one of all) {
				const result = item.safeParse(one);
				if (!result.success) {
					const [{path, message} = {path: [], message: 'not valid'}] = result.error.issues;
					context.addIssue({code: 'custom', path: [read.length, ...path], message});
					return z.NEVER;
				}

				read.push(result.data);
			}

			return read;
		});
	items.set(schema, item);
	return schema;
}

/** The schema of the items of a list made by {@link list}, for whoever walks a schema; undefined for any other. */
export function itemOf(schema: z.ZodType): z.ZodType | undefined {
	return items.get(schema);
}
