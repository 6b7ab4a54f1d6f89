/** Defines a user's view of a conversation, as the server tells it at sign-in: counts, cursors, topic; no messages. */
import {z} from 'zod';
import {count, list, MAX_RECEIPTS, MAX_TOPIC, time} from './bounds.ts';
import {MAX_MENTIONS} from './mentions.ts';
import {conversationSchema, userNameSchema} from './names.ts';
import {MAX_RUNS, run} from './own-message-runs.ts';

/** How far `user` has received and read a conversation: sequences up to which all is there; `read` ≤ `delivered`. */
export const cursor = z.object({user: userNameSchema, delivered: count, read: count});

/** A conversation as one of its users sees it: its last sequence, the user's cursors, and those of the others. */
export const summary = z.object({
	conversation: conversationSchema,
	last: count,
	/** When the last message was sent; 0 before the first. */
	lastAt: time.default(0),
	delivered: count,
	read: count,
	/**
	 * After `read`: how many messages of a room mention the user, which these are, and which are not unread: the user's own,
	 * and hidden ones.
	 */
	mentions: count,
	mentionedAt: list(count, MAX_MENTIONS).optional(),
	own: list(run, MAX_RUNS).optional(),
	others: list(cursor, MAX_RECEIPTS),
	/** Of a room. */
	topic: z.string().max(MAX_TOPIC).optional(),
	members: count.optional(),
});
export type Summary = z.infer<typeof summary>;
