/** Defines the slice of accounts, by user name and by look-alike skeleton. */
import {z} from 'zod';
import {skeleton, type UserName} from '../../../protocol/names.ts';
import {userNameSchema} from '../../../protocol/name-schemas.ts';
import type {Slice} from '../slice.ts';
import {storedList, storedWord} from '../stored-bounds.ts';

export type Account = {
	user: UserName;
	/** A PHC-style string: `$scrypt$ln=15,r=8,p=3$salt$hash`. */
	password: string;
	phone?: string | undefined;
	created: number;
	/** When they were last seen, in milliseconds since 1970; 0 before the first sign-in. */
	seen: number;
};

type Accounts = {
	byName: Map<UserName, Readonly<Account>>;
	/** The user of each skeleton. */
	bySkeleton: Map<string, UserName>;
};

const account = z.strictObject({
	user: userNameSchema,
	password: storedWord,
	phone: storedWord.optional(),
	created: z.int().min(0),
	seen: z.int().min(0),
});

function add({byName, bySkeleton}: Accounts, account: Account): void {
	byName.set(account.user, account);
	bySkeleton.set(skeleton(account.user), account.user);
}

function setPassword({byName}: Accounts, {user, password}: {user: UserName; password: string}): void {
	const known = byName.get(user);
	if (known) byName.set(user, {...known, password});
}

const TYPES = [
	'accountCreated',
	'passwordChanged',
	'passwordRehashed',
	'passwordReset',
	'seen',
	'userDeleted',
];

export const accounts: Slice<Accounts, Account[]> = {
	empty: () => ({byName: new Map(), bySkeleton: new Map()}),
	apply: {
		accountCreated(accounts, {user, password, phone, at}) {
			add(accounts, {user, password, ...(phone === undefined ? {} : {phone}), created: at, seen: 0});
		},
		passwordChanged: setPassword,
		passwordRehashed: setPassword,
		passwordReset: setPassword,
		userDeleted({byName, bySkeleton}, {user}) {
			byName.delete(user);
			bySkeleton.delete(skeleton(user));
		},
		seen(accounts, {user, at}) {
			const known = accounts.byName.get(user);
			if (known) accounts.byName.set(user, {...known, seen: Math.max(known.seen, at)});
		},
	},
	keys: event => (TYPES.includes(event.type) ? ['users'] : []),
	dump: ({byName}) => [...byName.values()],
	load(accounts, _key, part) {
		for (const each of part) add(accounts, each);
	},
	schema: storedList(account),
};
