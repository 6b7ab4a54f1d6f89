/** Defines the slice of moderation: admins, bans, one-time passwords and the names of deleted accounts. */
import {z} from 'zod';
import {ban, type Ban} from '../../../protocol/administration.ts';
import {skeleton, type UserName} from '../../../protocol/names.ts';
import {userNameSchema} from '../../../protocol/name-schemas.ts';
import type {Slice} from '../slice.ts';
import {storedList} from '../stored-bounds.ts';

type Administration = {
	/** When each admin was appointed. */
	admins: Map<UserName, number>;
	bans: Map<UserName, Readonly<Ban>>;
	/** Users whose password is a one-time password. */
	oneTime: Set<UserName>;
	/** When each deleted account was deleted. */
	deleted: Map<UserName, number>;
	/** The deleted user of each look-alike skeleton. */
	deletedSkeletons: Map<string, UserName>;
};

const dated = z.strictObject({user: userNameSchema, at: z.int().min(0)});
const schema = z.strictObject({
	admins: storedList(dated),
	bans: storedList(ban),
	oneTime: storedList(userNameSchema),
	deleted: storedList(dated),
});
type Part = z.infer<typeof schema>;

const TYPES = [
	'adminAppointed',
	'adminDismissed',
	'banned',
	'unbanned',
	'passwordReset',
	'passwordChanged',
	'userDeleted',
];

const toDated = (map: ReadonlyMap<UserName, number>) => [...map].map(([user, at]) => ({user, at}));

function markDeleted({deleted, deletedSkeletons}: Administration, user: UserName, at: number): void {
	deleted.set(user, at);
	deletedSkeletons.set(skeleton(user), user);
}

export const administration: Slice<Administration, Part> = {
	empty: () => ({
		admins: new Map(),
		bans: new Map(),
		oneTime: new Set(),
		deleted: new Map(),
		deletedSkeletons: new Map(),
	}),
	apply: {
		adminAppointed({admins}, {user, at}) {
			admins.set(user, at);
		},
		adminDismissed({admins}, {user}) {
			admins.delete(user);
		},
		/** Forgets the bans that have ended by now. */
		banned({bans}, {type: _type, ...banned}) {
			for (const {user, until = Infinity} of bans.values()) if (until <= banned.at) bans.delete(user);
			bans.delete(banned.user); // the newest ban is the last
			bans.set(banned.user, banned);
		},
		unbanned({bans}, {user}) {
			bans.delete(user);
		},
		passwordReset({oneTime}, {user}) {
			oneTime.add(user);
		},
		passwordChanged({oneTime}, {user}) {
			oneTime.delete(user);
		},
		userDeleted(administration, {user, at}) {
			const {admins, bans, oneTime} = administration;
			admins.delete(user);
			if (bans.get(user)?.networks.length === 0) bans.delete(user); // that of a network also keeps others out
			oneTime.delete(user);
			markDeleted(administration, user, at);
		},
	},
	keys: event => (TYPES.includes(event.type) ? ['administration'] : []),
	dump: ({admins, bans, oneTime, deleted}) => ({
		admins: toDated(admins),
		bans: [...bans.values()],
		oneTime: [...oneTime],
		deleted: toDated(deleted),
	}),
	load(administration, _key, {admins, bans, oneTime, deleted}) {
		for (const {user, at} of admins) administration.admins.set(user, at);
		for (const each of bans) administration.bans.set(each.user, each);
		for (const user of oneTime) administration.oneTime.add(user);
		for (const {user, at} of deleted) markDeleted(administration, user, at);
	},
	schema,
};
