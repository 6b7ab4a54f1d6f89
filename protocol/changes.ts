/** Defines changes of stored messages: edits, deletions, reactions and pins, and reading what has changed since. */
import {z} from 'zod';
import {count, list, shaped, time} from './bounded.ts';
import {MAX_PINS, MAX_EMOJI_LENGTH} from './bounds.ts';
import {defineAnnouncements, defineRequests} from './definition.ts';
import {EMOJI} from './emoji.ts';
import {message, messageId} from './messages.ts';
import {conversationSchema, userNameSchema} from './name-schemas.ts';
import {MAX_TEXT_BYTES} from './text.ts';

/** Maximum messages in one reply about changes. */
export const MAX_PAGE_CHANGED = 500;

/** A message: its sequence, or the id that its sender's client gave it. */
export const target = z.union([z.int().min(1), messageId]);

export const change = z.discriminatedUnion('type', [
	/** Replaces the text of one's own message. */
	z.strictObject({type: z.literal('edit'), text: z.string().max(MAX_TEXT_BYTES)}),
	/** Removes the text: one's own, or as an operator of the room. */
	z.strictObject({type: z.literal('delete')}),
	/** Adds a reaction, or takes one's own away. */
	z.strictObject({type: z.literal('react'), emoji: shaped(EMOJI, MAX_EMOJI_LENGTH), on: z.boolean()}),
	/** Pins the message in its conversation, for all, or unpins it. */
	z.strictObject({type: z.literal('pin'), on: z.boolean()}),
]);
export type Change = z.infer<typeof change>;

export const changeRequests = defineRequests({
	/**
	 * Changes a message. `target`: its sequence, or the id that the user's own client gave it and may not have been answered yet. `messageId`
	 * makes a repeated change one, as it does for a message; the order of both is kept.
	 */
	change: {
		fields: {
			conversation: conversationSchema,
			messageId,
			target,
			change,
		},
		reply: z.object({sequence: z.int().min(1), at: time, revision: z.int().min(1)}),
	},
	/**
	 * Reads the messages with `from` ≤ sequence ≤ `upTo` that were changed after the revision `since`, in order, as many as fit. `next`:
	 * from where to go on. `revision`: changes up to this one are in them.
	 */
	changedSince: {
		fields: {conversation: conversationSchema, since: count, from: z.int().min(1), upTo: z.int().min(1)},
		reply: z.object({
			messages: list(message, MAX_PAGE_CHANGED),
			revision: count,
			next: z.int().min(1).optional(),
		}),
	},
	/** Reads single messages, such as the pinned ones, in the order of their sequences; those that are not kept are left out. */
	messagesAt: {
		fields: {conversation: conversationSchema, sequences: list(z.int().min(1), MAX_PINS)},
		reply: z.object({messages: list(message, MAX_PINS), revision: count}),
	},
});

export const changeAnnouncements = defineAnnouncements({
	/** A message in a conversation of the recipient has changed, also by the recipient on another connection. */
	messageChanged: z.object({
		conversation: conversationSchema,
		sequence: z.int().min(1),
		by: userNameSchema,
		at: time,
		revision: z.int().min(1),
		/** Absent where the recipient has blocked the sender of the message, or who reacted. */
		change: change.optional(),
	}),
});
