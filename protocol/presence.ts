/** Defines presence: who is online, away or busy, since when, and for how long idle. */
import {z} from 'zod';
import {count, list, MAX_LISTED, MAX_REMARK, MAX_TOLD, MAX_WORD, time} from './bounds.ts';
import {defineAnnouncements, defineRequests} from './definition.ts';
import {userNameSchema} from './names.ts';

export const presence = z.enum(['online', 'away', 'busy', 'offline']);
export type Presence = z.infer<typeof presence>;

/** `since`: when this presence began; for someone offline, when they were last seen. `remark`: why somebody is away. */
export const person = z.object({
	user: userNameSchema,
	presence,
	since: time,
	remark: z.string().max(MAX_REMARK).optional(),
});
export type Person = z.infer<typeof person>;

const more = count.optional();

export const presenceRequests = defineRequests({
	/** Sets the user's own presence: back from away, or gone away. */
	setPresence: {
		fields: {
			presence: z.enum(['online', 'away', 'busy']),
			remark: z.string().max(MAX_REMARK).optional(),
		},
		reply: z.object({}),
	},
	/** The person uses their keyboard: asked now and then, so that nobody is idle who asks nothing else. */
	active: {fields: {}, reply: z.object({})},
	/** Who is online, with the milliseconds since each last did something. */
	who: {
		fields: {},
		reply: z.object({
			people: list(z.object({user: userNameSchema, presence, since: time, idle: count}), MAX_LISTED),
			more,
		}),
	},
	/** Who is online, or was at any time in so many milliseconds, by when they were last seen. */
	whoSince: {
		fields: {milliseconds: z.int().min(1)},
		reply: z.object({people: list(person, MAX_LISTED), more}),
	},
	/** `since` of somebody online: their sign-in. `idle`, and for friends `address`, where they are reachable: only while they are online. */
	whois: {
		fields: {user: userNameSchema},
		reply: person.extend({
			seen: time,
			idle: count.optional(),
			address: z.string().max(MAX_WORD).optional(),
			friend: z.boolean(),
		}),
	},
});

export const presenceAnnouncements = defineAnnouncements({
	/** Newest presence of those for whom it changed; a name not seen before is someone who signed up. */
	presence: z.object({people: list(person, MAX_TOLD)}),
});
