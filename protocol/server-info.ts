/** Defines requests about the server itself: protocol versions, store id, heartbeat. */
import {z} from 'zod';
import {MAX_SERVERS} from './address.ts';
import {count, list, shaped, time} from './bounded.ts';
import {MAX_WORD, MAX_SAID} from './bounds.ts';
import {administrator} from './administration.ts';
import {defineAnnouncements, defineRequests} from './definition.ts';

/**
 * The protocol version, and the oldest one still understood. A published version is changed only by additions that its clients and
 * servers get along with: requests, announcements, and fields of what a server sends. A new field of a request raises it, since the
 * server is strict, and the client sends that field only to a server of the new version.
 */
export const PROTOCOL = 1;
export const OLDEST_PROTOCOL = 1;

/** Maximum UTF-16 units of the message of the day. */
export const MAX_MOTD = 2000;

/** The message of the day, as written; `at`: when it was set. */
export const motd = z.object({text: z.string().max(MAX_MOTD), at: time});
export type Motd = z.infer<typeof motd>;

/** The addresses of all servers on the record, as `HOST:PORT` or `[::1]:PORT`: each of them lets the client in, and shows the same key. */
export const servers = list(shaped(/^(?:[a-z0-9_.-]+|\[[0-9a-f:.]+\]):[1-9][0-9]{0,4}$/, 208), MAX_SERVERS);

export const serverInfoRequests = defineRequests({
	/** The first frame of every connection. */
	hello: {
		open: true,
		fields: {protocol: z.int().min(1)},
		reply: z.object({
			protocol: z.int(),
			oldest: z.int(),
			/** The id of the store; another id makes cached cursors void. */
			store: z.string().max(MAX_WORD),
			signUp: z.enum(['open', 'invite', 'closed']),
			/** The server cannot reach its record: another one may let the client in. */
			isStoring: z.literal(false).optional(),
		}),
	},
	ping: {open: true, fields: {}, reply: z.object({})},
	/** Tells everybody online something in the name of the server; it is not stored. `reached`: how many users. */
	say: {by: 'admins', fields: {text: z.string().max(MAX_SAID)}, reply: z.object({reached: count})},
	/** Sets the message of the day; an empty text removes it. */
	setMotd: {by: 'operator', fields: {text: z.string().max(MAX_MOTD)}, reply: z.object({})},
});

export const serverInfoAnnouncements = defineAnnouncements({
	/** The server is stopping; the client reconnects later. */
	stopping: z.object({}),
	/** An admin, or the operator, tells everybody something. */
	said: z.object({text: z.string().max(MAX_SAID), by: administrator, at: time}),
	/** The message of the day has changed; without a text there is none any more. */
	motdChanged: motd,
	/** Servers have come to the record, or left it: all of them. */
	serversChanged: z.object({servers}),
	/** Whether the server can store: while it cannot reach its record, what is sent waits. */
	storingChanged: z.object({isStoring: z.boolean()}),
});
