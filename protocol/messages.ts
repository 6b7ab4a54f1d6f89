/** Defines messages: sending, broadcasting, reading old ones, read cursors, and who is typing. */
import {z} from 'zod';
import {count, list, shaped, time} from './bounded.ts';
import {
	MAX_ACCOUNTS,
	MAX_MESSAGE_ID,
	MAX_PAGE_CHATS,
	MAX_EMOJI_LENGTH,
	MAX_REACTIONS,
	MAX_EMOJI,
	MAX_PAGE_MESSAGES,
} from './bounds.ts';
import {cursor} from './conversations.ts';
import {defineAnnouncements, defineRequests} from './definition.ts';
import {quoted} from './json.ts';
import {conversationId, MAX_CONVERSATION, type ConversationId, type UserName} from './names.ts';
import {conversationSchema, userNameSchema} from './name-schemas.ts';
import {MAX_TEXT_BYTES} from './text.ts';
import {file, sha256} from './uploads.ts';

/** `<device>.<start>.<counter>`: unique, made by the client, so that the server recognizes a repeated send. */
const MESSAGE_ID = /^[a-z0-9]{8,16}\.[a-z0-9]{1,12}\.[0-9]{1,12}$/;
export const messageId = shaped(MESSAGE_ID, MAX_MESSAGE_ID);
const text = z.string().max(MAX_TEXT_BYTES);

/** `action`: what the sender does, such as /me waves. `code`: lines whose blanks and breaks matter. Any other text has no kind. */
export const kind = z.enum(['action', 'code']);
export type MessageKind = z.infer<typeof kind>;

/** The users who have reacted with one emoji, in the order of their reactions. */
const reaction = z.object({
	emoji: z.string().min(1).max(MAX_EMOJI_LENGTH),
	by: list(userNameSchema, MAX_REACTIONS),
});
export type Reaction = Readonly<{emoji: string; by: readonly UserName[]}>;

const isConversation = (value: unknown): boolean =>
	typeof value === 'string' && value.length <= MAX_CONVERSATION && conversationId(value) !== undefined;
const isMessageId = (value: unknown): boolean =>
	typeof value === 'string' && value.length <= MAX_MESSAGE_ID && MESSAGE_ID.test(value);
const isText = (value: unknown): boolean => typeof value === 'string' && value.length <= MAX_TEXT_BYTES;
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

/** `sequence` counts from 1 in each conversation, without gaps. */
export const message = z.object({
	sequence: z.int().min(1),
	id: z.string().max(MAX_MESSAGE_ID),
	from: userNameSchema,
	at: time,
	text,
	/** The number of the chat session in which it was written. */
	chat: z.int().optional(),
	kind: kind.optional(),
	/** The sequence of the message that it replies to. */
	replyTo: z.int().min(1).optional(),
	/** The file that was sent with it by way of the server; its text is the name of the file, until its sender changes it. */
	file: file.optional(),
	/** When the sender changed the text last. */
	edited: time.optional(),
	/** The user who has deleted it: it keeps its sequence without its text. */
	deleted: userNameSchema.optional(),
	reactions: list(reaction, MAX_EMOJI).optional(),
	/** The revision of the conversation that changed it last; absent where none has. */
	revision: z.int().min(1).optional(),
	/** Hidden: the reader has blocked the sender, so the message keeps its sequence without its text. */
	folded: z.boolean().optional(),
});
export type Message = z.infer<typeof message>;

/** Writes the announcement of a message as JSON, in less time than JSON.stringify: it is the most frequent one. */
export function messageJson(announcement: Message & {conversation: ConversationId}): string {
	const {conversation, sequence, id, from, at, text, chat, kind, replyTo, file, folded} = announcement;
	const more =
		(chat === undefined ? '' : `,"chat":${chat}`) +
		(kind === undefined ? '' : `,"kind":"${kind}"`) +
		(replyTo === undefined ? '' : `,"replyTo":${replyTo}`) +
		(file === undefined ? '' : `,"file":${JSON.stringify(file)}`) +
		(folded === undefined ? '' : `,"folded":${folded}`);
	return `{"type":"message","conversation":"${conversation}","sequence":${sequence},"id":${quoted(id)},"from":"${from}","at":${at},"text":${quoted(text)}${more}}`;
}

export const messageRequests = defineRequests({
	/** Sends a message. After a refusal that is not final, the server refuses later messages too, until this one is sent again. */
	send: {
		/** `id` is the frame's, so the message's own has a longer name. */
		fields: {
			conversation: conversationSchema,
			messageId,
			text,
			kind: kind.optional(),
			replyTo: z.int().min(1).optional(),
			/** The SHA-256 of a file that this user has just uploaded. */
			file: sha256.optional(),
		},
		/** `waitsFor`: the recipients who are offline. */
		reply: z.object({sequence: z.int().min(1), at: time, waitsFor: list(userNameSchema, MAX_ACCOUNTS)}),
		isPlain: frame =>
			Object.keys(frame).length === 5 &&
			isConversation(frame['conversation']) &&
			isMessageId(frame['messageId']) &&
			isText(frame['text']),
	},
	/** Sends a broadcast to every user online. `missed`: a user, online or not, has blocked the sender. A repeat gets the first reply. */
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
	/** Reads the newest `limit` messages with `after` < sequence < `before`; with `after` alone, the oldest ones. */
	history: {
		fields: {
			conversation: conversationSchema,
			before: z.int().min(1).optional(),
			after: count.optional(),
			limit: z.int().min(1).max(MAX_PAGE_MESSAGES),
		},
		/**
		 * Messages in order, at least one if there is any, however long. `last`: the conversation's last sequence. `chats`: the newest chat
		 * sessions that began or ended in the range; an open one has no `upTo`. `first`: the first sequence that the server keeps; absent
		 * where it keeps all. `revision`: changes up to this one are in the messages; 0 if absent.
		 */
		reply: z.object({
			messages: list(message, MAX_PAGE_MESSAGES),
			last: count,
			first: z.int().min(1).optional(),
			revision: count.optional(),
			chats: list(
				z.object({number: z.int(), since: time, after: count, upTo: count.optional()}),
				MAX_PAGE_CHATS,
			).optional(),
		}),
	},
	mark: {
		fields: {conversation: conversationSchema, delivered: count.optional(), read: count.optional()},
		reply: z.object({}),
		isPlain: frame =>
			Object.keys(frame).length === 5 &&
			isConversation(frame['conversation']) &&
			isCount(frame['delivered']) &&
			isCount(frame['read']),
	},
	/** Counts the other members who have received and read one of the user's own messages. */
	receipts: {
		fields: {conversation: conversationSchema, sequence: z.int().min(1)},
		reply: z.object({members: count, delivered: count, read: count}),
	},
	typing: {fields: {conversation: conversationSchema}, reply: z.object({})},
});

export const messageAnnouncements = defineAnnouncements({
	/** A message in a conversation of the recipient, also one that the recipient sent on another connection. */
	message: message.extend({conversation: conversationSchema}),
	/** A member's read cursor moved, also the recipient's own on another connection. */
	marked: cursor.extend({conversation: conversationSchema}),
	typing: z.object({conversation: conversationSchema, user: userNameSchema}),
	/** The server keeps the messages up to this sequence no longer; they count as read. */
	messagesForgotten: z.object({conversation: conversationSchema, upTo: z.int().min(1)}),
});
