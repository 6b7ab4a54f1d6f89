/** Defines presence: online, away, busy or offline, since when, and how long idle. */
import {z} from 'zod';
import {count, list, time} from './bounded.ts';
import {MAX_FOUND_PEOPLE, MAX_LISTED, MAX_AWAY_TEXT, MAX_ANNOUNCED_PRESENCES, MAX_WORD} from './bounds.ts';
import {defineAnnouncements, defineRequests} from './definition.ts';
import {MAX_NAME} from './names.ts';
import {userNameSchema} from './name-schemas.ts';

export const presence = z.enum(['online', 'away', 'busy', 'offline']);
export type Presence = z.infer<typeof presence>;

/** `since`: when this presence began; for an offline user, when they were last seen. `remark`: the away text. */
export const person = z.object({
	user: userNameSchema,
	presence,
	since: time,
	remark: z.string().max(MAX_AWAY_TEXT).optional(),
});
export type Person = z.infer<typeof person>;

const more = count.optional();

export const presenceRequests = defineRequests({
	/**
	 * Sets the user's own presence. `idle`: the client does it by itself, after so many milliseconds without a key; where another screen of the
	 * user has been used meanwhile, nothing changes, and the reply says so. For a server that allows several screens.
	 */
	setPresence: {
		fields: {
			presence: z.enum(['online', 'away', 'busy']),
			remark: z.string().max(MAX_AWAY_TEXT).optional(),
			idle: z.int().min(1).optional(),
		},
		reply: z.object({unchanged: z.literal(true).optional()}),
	},
	/** Reports that the user uses the keyboard, so that a user who sends no other request is not idle. */
	active: {fields: {}, reply: z.object({})},
	/** Lists the users online, with the milliseconds for which each has been idle. */
	who: {
		fields: {},
		reply: z.object({
			people: list(z.object({user: userNameSchema, presence, since: time, idle: count}), MAX_LISTED),
			more,
		}),
	},
	/** Lists the users seen in the last `milliseconds`, those online included. */
	whoSince: {
		fields: {milliseconds: z.int().min(1)},
		reply: z.object({people: list(person, MAX_LISTED), more}),
	},
	/** Finds accounts by a part of their name, in any case: first the one of that very name, then those whose names begin with it. */
	findPeople: {
		fields: {name: z.string().min(1).max(MAX_NAME)},
		reply: z.object({people: list(person, MAX_FOUND_PEOPLE), more}),
	},
	/** Describes a user. `since` of a user online: their sign-in. `idle`, and for friends `address`: only while the user is online. */
	whois: {
		fields: {user: userNameSchema},
		reply: person.extend({
			seen: time,
			idle: count.optional(),
			address: z.string().max(MAX_WORD).optional(),
			friend: z.boolean(),
			/** The user is an admin of the server. */
			admin: z.boolean().optional(),
		}),
	},
});

export const presenceAnnouncements = defineAnnouncements({
	/**
	 * The newest presence of users for whom it changed; an unknown name is a new account. A large server announces that of users whom the reply
	 * to a sign-in may list: those who matter to this user, whom the client has asked for by name, and some strangers online.
	 */
	presence: z.object({people: list(person, MAX_ANNOUNCED_PRESENCES)}),
});
