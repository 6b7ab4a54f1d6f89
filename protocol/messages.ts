/** Defines messages: sending, broadcasting, reading old ones, read cursors, and who is typing. */
import {z} from 'zod';
import {count, list, MAX_ACCOUNTS, MAX_MESSAGE_ID, MAX_PAGE_CHATS, shaped, time} from './bounds.ts';
import {cursor} from './conversations.ts';
import {defineAnnouncements, defineRequests} from './definition.ts';
import {conversationSchema, userNameSchema} from './names.ts';
import {MAX_TEXT_BYTES} from './text.ts';

/** Maximum messages in one page of history, and maximum bytes of their texts together, as JSON. */
export const MAX_PAGE_MESSAGES = 200;
export const MAX_PAGE_BYTES = 256 * 1024;

/** `<device>.<start>.<counter>`: made by the client, unique for ever; what makes a repeated send harmless. */
const messageId = shaped(/^[a-z0-9]{8,16}\.[a-z0-9]{1,12}\.[0-9]{1,12}$/, MAX_MESSAGE_ID);
const text = z.string().max(MAX_TEXT_BYTES);

/** `sequence` counts from 1 in each conversation, without gaps. */
export const message = z.object({
	sequence: z.int().min(1),
	id: z.string().max(MAX_MESSAGE_ID),
	from: userNameSchema,
	at: time,
	text,
	/** The number of the chat session in which it was written. */
	chat: z.int().optional(),
	/** Hidden, because the reader has blocked its sender: it has no text, and stands where it does so that no sequence is missing. */
	folded: z.boolean().optional(),
});
export type Message = z.infer<typeof message>;

export const messageRequests = defineRequests({
	/** After a refusal that is not final (see refusals.ts) those sent behind it are refused too, until it is sent again. */
	send: {
		/** `id` is the frame's, so the message's own has a longer name. */
		fields: {conversation: conversationSchema, messageId, text},
		/** `waitsFor`: the recipients who are offline. */
		reply: z.object({sequence: z.int().min(1), at: time, waitsFor: list(userNameSchema, MAX_ACCOUNTS)}),
	},
	/** To everyone who is online; `missed`: whether somebody has blocked the sender, online or not. A repeat has the first answer. */
	broadcast: {
		fields: {messageId, text},
		reply: z.object({
			conversation: conversationSchema,
			sequence: z.int().min(1),
			at: time,
			reached: count,
			missed: z.boolean(),
		}),
	},
	/** The newest `limit` messages with `after` < sequence < `before`; with `after` alone, the oldest ones. */
	history: {
		fields: {
			conversation: conversationSchema,
			before: z.int().min(1).optional(),
			after: count.optional(),
			limit: z.int().min(1).max(MAX_PAGE_MESSAGES),
		},
		/**
		 * In order; at least one message if there is any, however long. `last`: the conversation's last sequence. `chats`: the
		 * newest of those that began or ended there; one that is open has no `upTo`.
		 */
		reply: z.object({
			messages: list(message, MAX_PAGE_MESSAGES),
			last: count,
			chats: list(
				z.object({number: z.int(), since: time, after: count, upTo: count.optional()}),
				MAX_PAGE_CHATS,
			).optional(),
		}),
	},
	mark: {
		fields: {conversation: conversationSchema, delivered: count.optional(), read: count.optional()},
		reply: z.object({}),
	},
	/** How many of the others have received and read a message of the user's own. */
	receipts: {
		fields: {conversation: conversationSchema, sequence: z.int().min(1)},
		reply: z.object({members: count, delivered: count, read: count}),
	},
	typing: {fields: {conversation: conversationSchema}, reply: z.object({})},
});

export const messageAnnouncements = defineAnnouncements({
	/** A message in one of your conversations, your own from another connection included. */
	message: message.extend({conversation: conversationSchema}),
	/** Someone's client received, or someone read, a conversation of yours up to here (yourself elsewhere included). */
	marked: cursor.extend({conversation: conversationSchema}),
	typing: z.object({conversation: conversationSchema, user: userNameSchema}),
});
