/** Defines the slice of identities, the certificate of each user. */
import {z} from 'zod';
import {certificateSchema, fingerprintSchema} from '../../../protocol/identities.ts';
import {userNameSchema} from '../../../protocol/name-schemas.ts';
import type {UserName} from '../../../protocol/names.ts';
import type {Slice} from '../slice.ts';
import {storedList} from '../stored-bounds.ts';

const identity = z.strictObject({
	user: userNameSchema,
	certificate: certificateSchema,
	fingerprint: fingerprintSchema,
	/** When it was registered, in milliseconds since 1970. */
	at: z.int().min(0),
});
type Identity = z.infer<typeof identity>;

type Identities = Map<UserName, Readonly<Identity>>;

export const identities: Slice<Identities, Identity[]> = {
	empty: () => new Map(),
	apply: {
		identityRegistered(identities, {user, certificate, fingerprint, at}) {
			identities.set(user, {user, certificate, fingerprint, at});
		},
		userDeleted(identities, {user}) {
			identities.delete(user);
		},
	},
	keys: ({type}) => (type === 'identityRegistered' || type === 'userDeleted' ? ['identities'] : []),
	dump: identities => [...identities.values()],
	load(identities, _key, part) {
		for (const each of part) identities.set(each.user, each);
	},
	schema: storedList(identity),
};
