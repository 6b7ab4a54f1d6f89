/** Everything a client may ask of the server: the fields and the reply of each request, one table. */
import {z} from 'zod';
import * as bounds from './bounds.ts';
import {conversationSchema, roomNameSchema, userNameSchema} from './names.ts';
import {passwordSchema as password} from './passwords.ts';
import {summary, time} from './summary.ts';
import {MAX_TEXT_BYTES} from './text.ts';

/** The protocol spoken here, and the oldest one still understood. Raised when a change is not merely an addition. */
export const PROTOCOL = 1;
export const OLDEST_PROTOCOL = 1;

/** Most messages in one page of history, and most bytes of their texts together, as JSON. */
export const PAGE_MESSAGES = 200;
export const PAGE_BYTES = 256 * 1024;
/** Longest text to search for, in UTF-16 units; most conversations to search with one request. */
export const MAX_SEARCH = 200;
export const MAX_PLACES = 100;

const {list, shaped} = bounds;
const count = z.int().min(0);
const topic = z.string().max(bounds.MAX_TOPIC);
const device = shaped(/^[a-z0-9]{8,16}$/, 16);
/** `<device>.<start>.<counter>`: made by the client, unique for ever; what makes a repeated send harmless. */
const messageId = shaped(/^[a-z0-9]{8,16}\.[a-z0-9]{1,12}\.[0-9]{1,12}$/, bounds.MAX_MESSAGE_ID);
/** `screen`: a person's client, one per account. `script`: `send` and `history`, which disturb nobody's screen. */
const kind = z.enum(['screen', 'script']);

export const presence = z.enum(['online', 'away', 'busy', 'offline']);
export type Presence = z.infer<typeof presence>;

/** `since`: when this presence began; for someone offline, when they were last seen. `remark`: why somebody is away. */
export const person = z.object({
	user: userNameSchema,
	presence,
	since: time,
	remark: z.string().max(bounds.MAX_REMARK).optional(),
});
export type Person = z.infer<typeof person>;

/** `sequence` counts from 1 in each conversation, without gaps. */
export const message = z.object({
	sequence: z.int().min(1),
	id: z.string().max(bounds.MAX_MESSAGE_ID),
	from: userNameSchema,
	at: time,
	text: z.string().max(MAX_TEXT_BYTES),
	/** The number of the chat session in which it was written. */
	chat: z.int().optional(),
	/** Its sender is blocked: it has no text, and stands where it does so that no sequence is missing. */
	folded: z.boolean().optional(),
});
export type Message = z.infer<typeof message>;

/** A numbered label on an interval of a direct conversation. Numbers are never reused. */
export const chat = z.object({
	number: z.int().min(1),
	conversation: conversationSchema,
	user: userNameSchema,
	since: time,
});
export type Chat = z.infer<typeof chat>;

/** What somebody was asked and has not answered: to be friends, or into a room. */
const questionFields = {
	kind: z.enum(['friend', 'invitation']),
	from: userNameSchema,
	to: userNameSchema,
	room: roomNameSchema.optional(),
};
export const question = z.object({...questionFields, at: time});
export type Question = z.infer<typeof question>;

/** A conversation's past, before the message with this sequence. */
export const place = z.object({conversation: conversationSchema, before: z.int().min(1)});
export type SearchPlace = z.infer<typeof place>;

/** Each conversation once: naming one again would only have it searched again. */
const places = list(place, MAX_PLACES)
	.refine(all => all.length > 0)
	.refine(all => new Set(all.map(({conversation}) => conversation)).size === all.length);

/** Most people or rooms that a reply lists; it has `more` where there are others, and how many. */
export const MAX_LISTED = 90;
const more = count.optional();

const signedIn = z.object({
	user: userNameSchema,
	/** Lets this device come back without the password; only its hash is known to the server. */
	token: z.string().max(80).optional(),
	/** The server's clock now. */
	now: time,
	people: list(person, bounds.MAX_ACCOUNTS),
	conversations: list(summary, bounds.MAX_CONVERSATIONS),
	chats: list(chat, bounds.MAX_CHATS).default([]),
	friends: list(userNameSchema, bounds.MAX_ACCOUNTS).default([]),
	blocked: list(userNameSchema, bounds.MAX_ACCOUNTS).default([]),
	/** Those that wait for one's answer, and those of one's own that wait for another's. */
	questions: list(question, bounds.MAX_QUESTIONS).default([]),
});
export type SignedIn = z.infer<typeof signedIn>;

const topicsChanged = z.object({
	topics: list(z.object({room: roomNameSchema, topic}), bounds.MAX_CONVERSATIONS).optional(),
});

const as = {as: kind, device, takeOver: z.boolean().optional()};

type Definition = {fields: z.ZodRawShape; reply: z.ZodType; open?: true};
const define = <T extends Record<string, Definition>>(table: T): T => table;

/** `open: true`: may be asked before signing in. */
export const requests = define({
	/** The first frame of every connection. */
	hello: {
		open: true,
		fields: {protocol: z.int().min(1)},
		reply: z.object({
			protocol: z.int(),
			oldest: z.int(),
			/** Which store this is; renewed when another one was imported: cached cursors are void then. */
			store: z.string().max(bounds.MAX_WORD),
			signUp: z.enum(['open', 'invite', 'closed']),
		}),
	},
	ping: {open: true, fields: {}, reply: z.object({})},
	signUp: {
		open: true,
		fields: {
			user: z.string().max(200),
			password,
			phone: z.string().max(40).optional(),
			code: z.string().max(80).optional(),
			...as,
		},
		reply: signedIn,
	},
	signIn: {open: true, fields: {user: z.string().max(200), password, ...as}, reply: signedIn},
	resume: {open: true, fields: {token: z.string().max(80), ...as}, reply: signedIn},
	/** `keepToken`: the program is closed, and its machine may come back without the password. */
	signOut: {fields: {keepToken: z.boolean().optional()}, reply: z.object({})},
	/** Every other device's token ends with it. */
	changePassword: {
		fields: {old: password, new: password},
		reply: z.object({token: z.string().max(80).optional()}),
	},
	/** After a refusal that is not final (see refusals.ts) those sent behind it are refused too, until it is sent again. */
	send: {
		/** `id` is the frame's, so the message's own has a longer name. */
		fields: {conversation: conversationSchema, messageId, text: z.string().max(MAX_TEXT_BYTES)},
		/** `waitsFor`: the recipients who are offline. */
		reply: z.object({
			sequence: z.int().min(1),
			at: time,
			waitsFor: list(userNameSchema, bounds.MAX_ACCOUNTS),
		}),
	},
	/** The newest `limit` messages with `after` < sequence < `before`; with `after` alone, the oldest ones. */
	history: {
		fields: {
			conversation: conversationSchema,
			before: z.int().min(1).optional(),
			after: count.optional(),
			limit: z.int().min(1).max(PAGE_MESSAGES),
		},
		/**
		 * In order; at least one message if there is any, however long. `last`: the conversation's last sequence. `chats`: the
		 * newest of those that began or ended there; one that is open has no `upTo`.
		 */
		reply: z.object({
			messages: list(message, PAGE_MESSAGES),
			last: count,
			chats: list(
				z.object({number: z.int(), since: time, after: count, upTo: count.optional()}),
				bounds.MAX_PAGE_CHATS,
			).optional(),
		}),
	},
	/**
	 * Messages that hold every word of the text, in any case; from one place after the other, the newest of each first. Only
	 * a part of a long past is looked at: to go on, the same is asked of the places that are left.
	 */
	search: {
		fields: {text: z.string().min(1).max(MAX_SEARCH), places},
		reply: z.object({
			found: list(message.extend({conversation: conversationSchema}), bounds.MAX_FOUND),
			left: list(place, MAX_PLACES),
		}),
	},
	mark: {
		fields: {conversation: conversationSchema, delivered: count.optional(), read: count.optional()},
		reply: z.object({}),
	},
	/** Presence of one's own: back from away or gone away. */
	setPresence: {
		fields: {
			presence: z.enum(['online', 'away', 'busy']),
			remark: z.string().max(bounds.MAX_REMARK).optional(),
		},
		reply: z.object({}),
	},
	typing: {fields: {conversation: conversationSchema}, reply: z.object({})},
	/** The person uses their keyboard: asked now and then, so that nobody is idle who asks nothing else. */
	active: {fields: {}, reply: z.object({})},
	/** Who is on, with the milliseconds since each last did something. */
	who: {
		fields: {},
		reply: z.object({
			people: list(z.object({user: userNameSchema, presence, since: time, idle: count}), MAX_LISTED),
			more,
		}),
	},
	/** Who is on, or was at any time in so many milliseconds, by when they were last seen. */
	whoSince: {
		fields: {milliseconds: z.int().min(1)},
		reply: z.object({people: list(person, MAX_LISTED), more}),
	},
	/** `since` of somebody online: their sign-in. `idle`, and for friends `address`, where they are reachable: only while they are on. */
	whois: {
		fields: {user: userNameSchema},
		reply: person.extend({
			seen: time,
			idle: count.optional(),
			address: z.string().max(bounds.MAX_WORD).optional(),
			friend: z.boolean(),
		}),
	},
	/** A chat session with somebody who is on. */
	openChat: {fields: {user: userNameSchema}, reply: chat},
	endChat: {
		fields: {number: z.int().min(1)},
		reply: z.object({number: z.int(), conversation: conversationSchema}),
	},
	/** The messages of a chat session, open or ended: sequences `after` < … ≤ `upTo` of the conversation. */
	findChat: {
		fields: {number: z.int().min(1)},
		reply: z.object({number: z.int(), conversation: conversationSchema, after: count, upTo: count}),
	},
	/** To everyone who is on; `missed`: whether somebody has blocked the sender, on or not. A repeat has the first answer. */
	broadcast: {
		fields: {messageId, text: z.string().max(MAX_TEXT_BYTES)},
		reply: z.object({
			conversation: conversationSchema,
			sequence: z.int().min(1),
			at: time,
			reached: count,
			missed: z.boolean(),
		}),
	},
	/** `topics`: of one's rooms, those that the other has set, as they are to be shown from now on. */
	block: {fields: {user: userNameSchema}, reply: topicsChanged},
	unblock: {fields: {user: userNameSchema}, reply: topicsChanged},
	/** Asks to be friends; withdrawn by `unfriend`. Agrees at once when the other has asked. */
	befriend: {fields: {user: userNameSchema}, reply: z.object({friends: z.boolean()})},
	unfriend: {fields: {user: userNameSchema}, reply: z.object({})},
	answerQuestion: {
		fields: {
			kind: questionFields.kind,
			from: userNameSchema,
			room: roomNameSchema.optional(),
			accept: z.boolean(),
		},
		reply: z.object({}),
	},
	/** Makes the room if there is none. */
	join: {fields: {room: roomNameSchema}, reply: summary.extend({created: z.boolean()})},
	leave: {fields: {room: roomNameSchema}, reply: z.object({})},
	rooms: {
		fields: {},
		reply: z.object({
			rooms: list(
				z.object({room: roomNameSchema, topic: topic.optional(), members: count, joined: z.boolean()}),
				MAX_LISTED,
			),
			more,
		}),
	},
	setTopic: {fields: {room: roomNameSchema, topic}, reply: z.object({})},
	invite: {fields: {user: userNameSchema, room: roomNameSchema}, reply: z.object({})},
	names: {fields: {room: roomNameSchema}, reply: z.object({people: list(person, MAX_LISTED), more})},
	/** How many of the others have received and read a message of one's own. */
	receipts: {
		fields: {conversation: conversationSchema, sequence: z.int().min(1)},
		reply: z.object({members: count, delivered: count, read: count}),
	},
});

export type RequestType = keyof typeof requests;
/** zod infers an object without fields as a record of nothing, which no field may be added to. */
export type Bare<F> = string extends keyof F ? unknown : F;
type Fields<T extends RequestType> = Bare<
	z.infer<z.ZodObject<(typeof requests)[T]['fields'], z.core.$strict>>
>;
export type RequestOf<T extends RequestType> = {type: T} & Fields<T>;
export type Request = {[T in RequestType]: RequestOf<T>}[RequestType];
export type ReplyOf<T extends RequestType> = z.infer<(typeof requests)[T]['reply']>;
