/** Defines signing in and out, and how the server ends a session. */
import {z} from 'zod';
import {count, list, shaped, time} from './bounded.ts';
import {
	MAX_ACCOUNTS,
	MAX_CHATS,
	MAX_CONVERSATIONS,
	MAX_PROPOSALS,
	MAX_SCREENS,
	MAX_WORD,
	MAX_REASON,
} from './bounds.ts';
import {chat} from './chat-sessions.ts';
import {summary} from './conversations.ts';
import {defineAnnouncements, defineRequests} from './definition.ts';
import {drafts} from './drafts.ts';
import {administrator} from './administration.ts';
import {fingerprintSchema} from './identities.ts';
import {motd, servers} from './server-info.ts';
import {userNameSchema} from './name-schemas.ts';
import {passwordSchema as password} from './password-schema.ts';
import {person} from './presence.ts';
import {proposal} from './relationships.ts';

const device = shaped(/^[a-z0-9]{8,16}$/, 16);
/** `screen`: a person's client, one per account unless the server allows more. `script`: a program, such as `send`, beside it: it hears of messages and rooms alone. */
const kind = z.enum(['screen', 'script']);

/** The fields that all requests to sign in share. */
export const signInFields = {as: kind, device, takeOver: z.boolean().optional()};

export const signedIn = z.object({
	user: userNameSchema,
	/** Signs this device in without the password; the server stores only its hash. */
	token: z.string().max(80).optional(),
	/** The time of the server's clock. */
	now: time,
	/** Everybody on a small server; else the user, those whom this reply names, and some of those online. */
	people: list(person, MAX_ACCOUNTS),
	/** How many accounts are not in `people`, if any. */
	others: count.optional(),
	conversations: list(summary, MAX_CONVERSATIONS),
	chats: list(chat, MAX_CHATS).default([]),
	friends: list(userNameSchema, MAX_ACCOUNTS).default([]),
	blocked: list(userNameSchema, MAX_ACCOUNTS).default([]),
	/** Proposals that wait for this user's answer, and this user's own. */
	questions: list(proposal, MAX_PROPOSALS).default([]),
	motd: motd.optional(),
	/** Whether the user may make invite codes. */
	mayInvite: z.boolean().optional(),
	/** Deleted accounts, whose messages are still there. */
	deleted: list(userNameSchema, MAX_ACCOUNTS).default([]),
	/** The user is an admin. */
	admin: z.boolean().optional(),
	/** Fingerprint of the user's registered identity. */
	identity: fingerprintSchema.optional(),
	/** How many screens the account may have at once, where it is more than one. */
	screens: z.int().min(2).max(MAX_SCREENS).optional(),
	/** The drafts that the user's screens have told since the server started; others were sent or removed. */
	drafts: drafts.optional(),
	/** Where several servers share a record: when this one is lost, the client goes to another. */
	servers: servers.optional(),
});
export type SignedIn = z.infer<typeof signedIn>;

export const signInRequests = defineRequests({
	/** `newPassword`: what the user has chosen in place of a one-time password, which lets nobody in without. */
	signIn: {
		open: true,
		fields: {user: z.string().max(200), password, newPassword: password.optional(), ...signInFields},
		reply: signedIn,
	},
	resume: {open: true, fields: {token: z.string().max(80), ...signInFields}, reply: signedIn},
	/** `keepToken`: the client closes, and the device may sign in again without the password. */
	signOut: {fields: {keepToken: z.boolean().optional()}, reply: z.object({})},
});

export const signInAnnouncements = defineAnnouncements({
	/** Warns an idle user: the server signs them out in `seconds`, unless the client sends a request. */
	idling: z.object({seconds: z.int().min(0)}),
	/** Asks a client whether it is alive, because another client signs in to the account; any request within 3 s answers. */
	probe: z.object({}),
	/** The session was taken over from `address`; the client does not reconnect by itself. */
	replaced: z.object({address: z.string().max(MAX_WORD), at: time}),
	/**
	 * The server ended the session, and the client does not reconnect by itself; the user must sign in again. `by`: who did it.
	 * `until`: when a ban ends.
	 */
	signedOut: z.object({
		reason: z.enum(['passwordChanged', 'idle', 'kicked', 'banned', 'passwordReset', 'deleted']),
		by: administrator.optional(),
		text: z.string().max(MAX_REASON).optional(),
		until: time.optional(),
	}),
});
