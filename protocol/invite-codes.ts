/** Defines invite codes, which let newcomers make an account: making, listing and revoking them. */
import {z} from 'zod';
import {administrator} from './administration.ts';
import {count, list, time} from './bounded.ts';
import {MAX_LISTED, MAX_WORD, MAX_INVITE_USES, MAX_INVITE_LIFE} from './bounds.ts';
import {defineAnnouncements, defineRequests} from './definition.ts';
import {userNameSchema} from './name-schemas.ts';

/** Milliseconds for which a code is valid where nobody says otherwise, and for which a member's code may be at most. */
export const INVITE_LIFE = 7 * 24 * 3600_000;
/** Maximum open codes of the server, and of one member who is not an admin. */
export const MAX_INVITE_CODES = 1000;
export const MAX_MEMBER_INVITE_CODES = 5;

/** `left`: how many more newcomers it lets in; without it, any number. `expires`: when it ends; without it, never. `used`: by how many. */
export const inviteCode = z.object({
	code: z.string().max(MAX_WORD),
	left: count.optional(),
	expires: time.optional(),
	by: administrator,
	at: time,
	used: count,
});
export type InviteCode = z.infer<typeof inviteCode>;

/** What a code is to be: for so many newcomers, valid for so many milliseconds. */
const uses = z.union([z.int().min(1).max(MAX_INVITE_USES), z.literal('any')]);
const life = z.union([z.int().min(1000).max(MAX_INVITE_LIFE), z.literal('ever')]);

export const inviteCodeRequests = defineRequests({
	/** Makes a code: for admins, and for members where the operator lets them invite. By default for one newcomer and a week. */
	makeInviteCode: {
		by: 'members',
		fields: {uses: uses.optional(), life: life.optional()},
		reply: z.object({made: inviteCode}),
	},
	/** Lists the open codes, the newest first: all of them to an admin, else the member's own. */
	listInviteCodes: {
		by: 'members',
		fields: {},
		reply: z.object({codes: list(inviteCode, MAX_LISTED), more: count.optional()}),
	},
	revokeInviteCode: {by: 'members', fields: {code: z.string().max(MAX_WORD)}, reply: z.object({})},
});

export const inviteCodeAnnouncements = defineAnnouncements({
	/** A newcomer has made an account with a code of the recipient. */
	inviteCodeUsed: z.object({code: z.string().max(MAX_WORD), user: userNameSchema, left: count.optional()}),
});
