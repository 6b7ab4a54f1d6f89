/** Defines the summary of a conversation for one user: counts, read cursors and topic, no messages. */
import {z} from 'zod';
import {count, list, time} from './bounded.ts';
import {MAX_PINS, MAX_RECEIPTS, MAX_TOPIC} from './bounds.ts';
import {conversationSettings} from './conversation-settings.ts';
import {MAX_MENTIONS} from './mentions.ts';
import {conversationSchema, userNameSchema} from './name-schemas.ts';
import {MAX_RUNS} from './own-message-runs.ts';

/** A read cursor: the sequences up to which a user has received and read a conversation; `read` ≤ `delivered`. */
export const cursor = z.object({user: userNameSchema, delivered: count, read: count});

/** A run of the user's own messages: first sequence, last sequence, and how many of these messages are the user's own. */
export const run = z.tuple([count, count, count]).readonly();

/** A role of a member of a room. */
export const roomRole = z.enum(['owner', 'operator']);
export type RoomRole = z.infer<typeof roomRole>;

/** A summary: the last sequence, the user's own cursors, and those of the other members. */
export const summary = z.object({
	conversation: conversationSchema,
	last: count,
	/** When the last message was sent; 0 before the first. */
	lastAt: time.default(0),
	/** The first sequence that the server keeps; absent where it keeps all. */
	first: z.int().min(1).optional(),
	/** How often its messages have changed; absent where none has. */
	revision: z.int().min(1).optional(),
	/** The sequences of its pinned messages, the one pinned last at the end. */
	pins: list(z.int().min(1), MAX_PINS).optional(),
	delivered: count,
	read: count,
	/**
	 * Messages after `read`: how many of a room mention the user, their sequences, and as runs those that never count as unread: the
	 * user's own and hidden ones.
	 */
	mentions: count,
	mentionedAt: list(count, MAX_MENTIONS).optional(),
	own: list(run, MAX_RUNS).optional(),
	others: list(cursor, MAX_RECEIPTS),
	/** Of a room. */
	topic: z.string().max(MAX_TOPIC).optional(),
	members: count.optional(),
	/** Of a room: the role of the user, whether only invited users join, and whether only operators set the topic. */
	role: roomRole.optional(),
	private: z.boolean().optional(),
	guardedTopic: z.boolean().optional(),
	/** The user's own settings; absent where there are none. */
	settings: conversationSettings.optional(),
});
export type Summary = z.infer<typeof summary>;
