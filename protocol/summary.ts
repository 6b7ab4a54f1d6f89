/** One's own view of a conversation, as the server tells it at sign-in: counts, cursors, topic; no messages. */
import {z} from 'zod';
import {list, MAX_RECEIPTS, MAX_TOPIC} from './bounds.ts';
import {MAX_MENTIONS} from './mentions.ts';
import {conversationSchema, userNameSchema} from './names.ts';
import {MAX_RUNS, run} from './own-message-runs.ts';

const count = z.int().min(0);
/** Milliseconds since 1970, by the server's clock; no more than a `Date` can hold. */
export const time = z.int().min(0).max(8_640_000_000_000_000);

/** How far `user` has received and read a conversation: sequences up to which all is there; `read` ≤ `delivered`. */
export const cursor = z.object({user: userNameSchema, delivered: count, read: count});

/** One's own view of a conversation: its last sequence, one's own cursors, and those of the others. */
export const summary = z.object({
	conversation: conversationSchema,
	last: count,
	/** When the last message was sent; 0 before the first. */
	lastAt: time.default(0),
	delivered: count,
	read: count,
	/**
	 * After `read`: how many messages of a room call one by name, which these are, and which are not unread: one's own, and
	 * folded ones.
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
