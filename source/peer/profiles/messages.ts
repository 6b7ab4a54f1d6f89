/** Defines what two clients say to each other about profiles. */
import {z} from 'zod';
import {userNameSchema} from '../../../protocol/name-schemas.ts';
import {signedProfile} from './profile.ts';

const whyNone = z.enum(['unchanged', 'none', 'notFriends', 'busy', 'cannotRead']);
export type WhyNoProfile = z.infer<typeof whyNone>;

/** Each message about profiles. They may get lost with the stream. */
export const profileMessages = [
	/** Asks for a user's profile, if it is newer than this version. Of another user than the recipient: for the copy there. */
	z.strictObject({type: z.literal('getProfile'), of: userNameSchema, newerThan: z.int().min(0)}),
	z.strictObject({type: z.literal('profile'), signed: signedProfile}),
	z.strictObject({type: z.literal('noProfile'), of: userNameSchema, why: whyNone}),
] as const;

export type ProfileMessage = z.infer<(typeof profileMessages)[number]>;
