/** Defines what users tell their friends about themselves. */
import {z} from 'zod';
import {shaped, time} from '../../../protocol/bounds.ts';
import {userNameSchema, type UserName} from '../../../protocol/names.ts';
import {cleanLine, type SafeText} from '../../../protocol/text.ts';

/** Maximum UTF-16 units of each field. */
export const MAX_PROFILE_FIELD = {
	displayName: 40,
	city: 60,
	languages: 100,
	work: 100,
	interests: 200,
	phone: 40,
} as const;
/** Maximum free lines, and maximum UTF-16 units of each. */
export const MAX_PROFILE_LINES = 12;
export const MAX_PROFILE_LINE = 200;

type Field = keyof typeof MAX_PROFILE_FIELD;
/** In the order in which they are signed. */
const FIELDS = ['displayName', 'city', 'languages', 'work', 'interests', 'phone'] as const satisfies Field[];

const fields = {
	displayName: z.string().max(MAX_PROFILE_FIELD.displayName),
	city: z.string().max(MAX_PROFILE_FIELD.city),
	languages: z.string().max(MAX_PROFILE_FIELD.languages),
	work: z.string().max(MAX_PROFILE_FIELD.work),
	interests: z.string().max(MAX_PROFILE_FIELD.interests),
	phone: z.string().max(MAX_PROFILE_FIELD.phone),
	lines: z.array(z.string().max(MAX_PROFILE_LINE)).max(MAX_PROFILE_LINES),
};

const profile = z.strictObject({
	user: userNameSchema,
	/** Counts from 1 with each change. */
	version: z.int().min(1),
	/** When it was changed last, by the user's own clock. */
	at: time,
	...fields,
});
export type Profile = z.infer<typeof profile>;
/** A field that is empty is not told. */
export type ProfileFields = Pick<Profile, keyof typeof fields>;

/** A profile with the signature of its owner's key. */
export const signedProfile = z.strictObject({
	profile,
	/** The owner's public key: base64url SPKI. */
	key: shaped(/^[\w-]{59}$/, 59),
	/** Base64url Ed25519 signature of {@link signedText}. */
	signature: shaped(/^[\w-]{86}$/, 86),
});
export type SignedProfile = z.infer<typeof signedProfile>;

/** Returns the text that the owner signs: the same for the same profile, whatever order its fields had in JSON. */
export function signedText({user, version, at, lines, ...rest}: Profile): string {
	return `chat-tui profile v1\n${JSON.stringify([user, version, at, ...FIELDS.map(field => rest[field]), lines])}`;
}

/** A profile as it may be shown. */
export type ShownProfile = Readonly<Record<Field, SafeText>> & {
	readonly user: UserName;
	readonly version: number;
	readonly at: number;
	readonly lines: readonly SafeText[];
};

/** Sanitizes a profile for the screen. */
export function shownProfile({user, version, at, lines, ...rest}: Profile): ShownProfile {
	return {
		user,
		version,
		at,
		displayName: cleanLine(rest.displayName),
		city: cleanLine(rest.city),
		languages: cleanLine(rest.languages),
		work: cleanLine(rest.work),
		interests: cleanLine(rest.interests),
		phone: cleanLine(rest.phone),
		lines: lines.map(line => cleanLine(line)),
	};
}

/** Sanitizes what a user has typed, and cuts what is too long. */
export function ownFields({lines, ...rest}: ProfileFields): ProfileFields {
	const cut = (field: Field): string => cleanLine(cleanLine(rest[field]).slice(0, MAX_PROFILE_FIELD[field]));
	return {
		displayName: cut('displayName'),
		city: cut('city'),
		languages: cut('languages'),
		work: cut('work'),
		interests: cut('interests'),
		phone: cut('phone'),
		lines: lines
			.slice(0, MAX_PROFILE_LINES)
			.map(line => cleanLine(cleanLine(line).slice(0, MAX_PROFILE_LINE))),
	};
}
