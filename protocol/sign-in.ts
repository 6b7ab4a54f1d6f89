/** Defines how a client signs in and out, and how the server ends a session. */
import {z} from 'zod';
import {
	list,
	MAX_ACCOUNTS,
	MAX_CHATS,
	MAX_CONVERSATIONS,
	MAX_PROPOSALS,
	MAX_WORD,
	shaped,
	time,
} from './bounds.ts';
import {chat} from './chat-sessions.ts';
import {summary} from './conversations.ts';
import {defineAnnouncements, defineRequests} from './definition.ts';
import {userNameSchema} from './names.ts';
import {passwordSchema as password} from './passwords.ts';
import {person} from './presence.ts';
import {proposal} from './relationships.ts';

const device = shaped(/^[a-z0-9]{8,16}$/, 16);
/** `screen`: a person's client, one per account. `script`: `send` and `history`, which disturb nobody's screen. */
const kind = z.enum(['screen', 'script']);

/** What every way in says besides who it is. */
export const signInFields = {as: kind, device, takeOver: z.boolean().optional()};

export const signedIn = z.object({
	user: userNameSchema,
	/** Lets this device come back without the password; only its hash is known to the server. */
	token: z.string().max(80).optional(),
	/** The server's clock now. */
	now: time,
	people: list(person, MAX_ACCOUNTS),
	conversations: list(summary, MAX_CONVERSATIONS),
	chats: list(chat, MAX_CHATS).default([]),
	friends: list(userNameSchema, MAX_ACCOUNTS).default([]),
	blocked: list(userNameSchema, MAX_ACCOUNTS).default([]),
	/** Those that wait for this user's answer, and this user's own that wait for another's. */
	questions: list(proposal, MAX_PROPOSALS).default([]),
});
export type SignedIn = z.infer<typeof signedIn>;

export const signInRequests = defineRequests({
	signIn: {open: true, fields: {user: z.string().max(200), password, ...signInFields}, reply: signedIn},
	resume: {open: true, fields: {token: z.string().max(80), ...signInFields}, reply: signedIn},
	/** `keepToken`: the program is closed, and its machine may come back without the password. */
	signOut: {fields: {keepToken: z.boolean().optional()}, reply: z.object({})},
});

export const signInAnnouncements = defineAnnouncements({
	/** You have done nothing for so long that you are signed out in so many seconds; anything you ask puts that off. */
	idling: z.object({seconds: z.int().min(0)}),
	/** Answer with any request within 3 s: somebody else wants to sign in as you. */
	probe: z.object({}),
	/** Your session was taken over from `address`; do not reconnect by yourself. */
	replaced: z.object({address: z.string().max(MAX_WORD), at: time}),
	/** You were signed out and must sign in again. */
	signedOut: z.object({reason: z.enum(['passwordChanged', 'idle', 'kicked'])}),
});
