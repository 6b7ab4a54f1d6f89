/** Defines chat sessions: numbered intervals of a direct conversation. */
import {z} from 'zod';
import {count, time} from './bounded.ts';
import {defineAnnouncements, defineRequests} from './definition.ts';
import {conversationSchema, userNameSchema} from './name-schemas.ts';

/** A numbered label on an interval of a direct conversation. Numbers are never reused. */
export const chat = z.object({
	number: z.int().min(1),
	conversation: conversationSchema,
	user: userNameSchema,
	since: time,
});
export type Chat = z.infer<typeof chat>;

const number = z.int().min(1);

export const chatSessionRequests = defineRequests({
	/** Opens a chat session with a user who is online. */
	openChat: {fields: {user: userNameSchema}, reply: chat},
	endChat: {fields: {number}, reply: z.object({number: z.int(), conversation: conversationSchema})},
	/** Finds the messages of a chat session, open or ended: sequences `after` < … ≤ `upTo` of the conversation. */
	findChat: {
		fields: {number},
		reply: z.object({number: z.int(), conversation: conversationSchema, after: count, upTo: count}),
	},
});

export const chatSessionAnnouncements = defineAnnouncements({
	/** A chat session between the recipient and `user` began. `own`: the recipient has begun it, on another screen. */
	chatStarted: chat.extend({own: z.literal(true).optional()}),
	chatEnded: z.object({
		number: z.int(),
		conversation: conversationSchema,
		user: userNameSchema,
		why: z.enum(['ended', 'signedOut', 'vanished']),
		at: time,
	}),
});
