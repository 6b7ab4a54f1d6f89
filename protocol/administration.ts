/** Defines moderation by admins and the operator: kicks, bans, reset passwords, deleted accounts and roles. */
import {z} from 'zod';
import {count, list, time} from './bounded.ts';
import {MAX_LISTED, MAX_WORD, MAX_REASON, MAX_BAN} from './bounds.ts';
import {defineAnnouncements, defineRequests} from './definition.ts';
import {userNameSchema} from './name-schemas.ts';
import {OPERATOR} from './names.ts';

/** Who acts: the operator, or a user, who is an admin where the request is for admins. */
export const administrator = z.union([z.literal(OPERATOR), userNameSchema]);
export type Administrator = z.infer<typeof administrator>;

/** Maximum networks that one ban names. */
export const MAX_BANNED_NETWORKS = 8;

const user = userNameSchema;
const reason = z.string().max(MAX_REASON);

/** A ban. `until`: undefined for one without an end. `networks`: from where nobody gets in meanwhile, except admins. */
export const ban = z.object({
	user,
	by: administrator,
	at: time,
	until: time.optional(),
	reason: reason.optional(),
	networks: list(z.string().max(MAX_WORD), MAX_BANNED_NETWORKS),
});
export type Ban = z.infer<typeof ban>;

export const administrationRequests = defineRequests({
	/** Ends all sessions of a user, and revokes their tokens: they may sign in again with the password. */
	kick: {by: 'admins', fields: {user, reason: reason.optional()}, reply: z.object({sessions: count})},
	/**
	 * Keeps a user out, for so many milliseconds or for good, and voids their invite codes. `network`: also everybody else who comes from
	 * where the user is now.
	 */
	ban: {
		by: 'admins',
		fields: {
			user,
			reason: reason.optional(),
			milliseconds: z.int().min(1).max(MAX_BAN).optional(),
			network: z.boolean().optional(),
		},
		reply: ban,
	},
	unban: {by: 'admins', fields: {user}, reply: z.object({})},
	/** Lists the bans in force, the newest first. */
	bans: {by: 'admins', fields: {}, reply: z.object({bans: list(ban, MAX_LISTED), more: count.optional()})},
	/** Replaces a user's password by one that is good for a single sign-in, at which the user chooses a new one. */
	resetPassword: {by: 'admins', fields: {user}, reply: z.object({password: z.string().max(MAX_WORD)})},
	/** Deletes an account for good. Its name is never given again, its messages stay, and so does a ban of its network. */
	deleteUser: {by: 'operator', fields: {user}, reply: z.object({})},
	appointAdmin: {by: 'operator', fields: {user}, reply: z.object({})},
	/** Makes an admin an ordinary user again, and voids their invite codes. */
	dismissAdmin: {by: 'operator', fields: {user}, reply: z.object({})},
});

export const administrationAnnouncements = defineAnnouncements({
	/** The operator has made the recipient an admin, or no longer one. */
	roleChanged: z.object({admin: z.boolean()}),
	/** An account was deleted. */
	userDeleted: z.object({user}),
});
