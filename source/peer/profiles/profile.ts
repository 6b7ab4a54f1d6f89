/** Defines what users tell their friends about themselves. */
import {z} from 'zod';
import {shaped, time} from '../../../protocol/bounded.ts';
import {userNameSchema} from '../../../protocol/name-schemas.ts';
import {cleanLine} from '../../../protocol/text.ts';
import {MAX_PROFILE, type ProfileFields, type ShownProfile} from '../../state/model/exchange.ts';

type Field = Exclude<keyof ProfileFields, 'lines'>;
/** In the order in which they are signed. */
const FIELDS = ['displayName', 'city', 'languages', 'work', 'interests', 'phone'] as const satisfies Field[];

const fields = {
	displayName: z.string().max(MAX_PROFILE.displayName),
	city: z.string().max(MAX_PROFILE.city),
	languages: z.string().max(MAX_PROFILE.languages),
	work: z.string().max(MAX_PROFILE.work),
	interests: z.string().max(MAX_PROFILE.interests),
	phone: z.string().max(MAX_PROFILE.phone),
	lines: z.array(z.string().max(MAX_PROFILE.lines.length)).max(MAX_PROFILE.lines.number).readonly(),
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
export function ownFields({lines, ...rest}: ProfileFields): Omit<Profile, 'user' | 'version' | 'at'> {
	const cut = (field: Field): string => cleanLine(cleanLine(rest[field]).slice(0, MAX_PROFILE[field]));
	return {
		displayName: cut('displayName'),
		city: cut('city'),
		languages: cut('languages'),
		work: cut('work'),
		interests: cut('interests'),
		phone: cut('phone'),
		lines: lines
			.slice(0, MAX_PROFILE.lines.number)
			.map(line => cleanLine(cleanLine(line).slice(0, MAX_PROFILE.lines.length))),
	};
}
