/** Everything the server announces unasked, one table. A client ignores announcements and fields it does not know. */
import {z} from 'zod';
import {list, MAX_TOLD, MAX_TOPIC, MAX_WORD} from './bounds.ts';
import {conversationSchema, userNameSchema} from './names.ts';
import {chat, message, person, question, type Bare} from './requests.ts';
import {cursor, time} from './summary.ts';

export const announcements = {
	/** A message in one of your conversations, your own from another connection included. */
	message: message.extend({conversation: conversationSchema}),
	/** Someone's client received, or someone read, a conversation of yours up to here (yourself elsewhere included). */
	marked: cursor.extend({conversation: conversationSchema}),
	/** Newest presence of those for whom it changed; a name not seen before is someone who signed up. */
	presence: z.object({people: list(person, MAX_TOLD)}),
	typing: z.object({conversation: conversationSchema, user: userNameSchema}),
	/** A chat session between you and `user` began; the other asked for it. */
	chatStarted: chat,
	chatEnded: z.object({
		number: z.int(),
		conversation: conversationSchema,
		user: userNameSchema,
		why: z.enum(['ended', 'signedOut', 'vanished']),
		at: time,
	}),
	/** Somebody asks you. */
	asked: question,
	/** A question of yours was answered, or (`by` is you) one to you on another screen. */
	answered: question.extend({accepted: z.boolean()}),
	withdrawn: question,
	unfriended: z.object({user: userNameSchema}),
	/** Somebody, perhaps you elsewhere, joined or left a room of yours. */
	memberJoined: z.object({conversation: conversationSchema, user: userNameSchema, at: time}),
	memberLeft: z.object({conversation: conversationSchema, user: userNameSchema, at: time}),
	topicChanged: z.object({
		conversation: conversationSchema,
		user: userNameSchema,
		topic: z.string().max(MAX_TOPIC),
		at: time,
		/** Who set it is blocked: no topic is to be shown, and nothing is said. */
		folded: z.boolean().optional(),
	}),
	/** You have done nothing for so long that you are signed out in so many seconds; anything you ask puts that off. */
	idling: z.object({seconds: z.int().min(0)}),
	/** Answer with any request within 3 s: somebody else wants to sign in as you. */
	probe: z.object({}),
	/** Your session was taken over from `address`; do not reconnect by yourself. */
	replaced: z.object({address: z.string().max(MAX_WORD), at: time}),
	/** You were signed out and must sign in again. */
	signedOut: z.object({reason: z.enum(['passwordChanged', 'idle', 'kicked'])}),
	/** The server is stopping in an orderly way; come back later. */
	stopping: z.object({}),
} satisfies Record<string, z.ZodObject>;

export type AnnouncementType = keyof typeof announcements;
export type AnnouncementOf<T extends AnnouncementType> = {type: T} & Bare<z.infer<(typeof announcements)[T]>>;
export type Announcement = {[T in AnnouncementType]: AnnouncementOf<T>}[AnnouncementType];
