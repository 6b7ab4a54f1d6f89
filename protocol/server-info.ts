/** Defines requests about the server itself: protocol versions, store id, heartbeat. */
import {z} from 'zod';
import {MAX_WORD} from './bounds.ts';
import {defineAnnouncements, defineRequests} from './definition.ts';

/** The protocol version, and the oldest one still understood. A change that is not merely an addition raises them. */
export const PROTOCOL = 1;
export const OLDEST_PROTOCOL = 1;

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
		}),
	},
	ping: {open: true, fields: {}, reply: z.object({})},
});

export const serverInfoAnnouncements = defineAnnouncements({
	/** The server is stopping; the client reconnects later. */
	stopping: z.object({}),
});
