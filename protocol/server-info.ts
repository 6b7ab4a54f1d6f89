/** Defines what a client asks of the server itself: its protocol, its store, whether it is alive. */
import {z} from 'zod';
import {MAX_WORD} from './bounds.ts';
import {defineAnnouncements, defineRequests} from './definition.ts';

/** The protocol spoken here, and the oldest one still understood. Raised when a change is not merely an addition. */
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
			/** Which store this is; renewed when another one was imported: cached cursors are void then. */
			store: z.string().max(MAX_WORD),
			signUp: z.enum(['open', 'invite', 'closed']),
		}),
	},
	ping: {open: true, fields: {}, reply: z.object({})},
});

export const serverInfoAnnouncements = defineAnnouncements({
	/** The server is stopping in an orderly way; come back later. */
	stopping: z.object({}),
});
