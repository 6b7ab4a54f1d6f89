/** Imports users into a new store: reads a file of users, whose passwords are hashed, or marked as plain and hashed here. */
import {createReadStream} from 'node:fs';
import {z} from 'zod';
import {list} from '../protocol/bounded.ts';
import {MAX_ACCOUNTS, MAX_WORD} from '../protocol/bounds.ts';
import {skeleton, type UserName} from '../protocol/names.ts';
import {userNameSchema} from '../protocol/name-schemas.ts';
import {passwordSchema} from '../protocol/password-schema.ts';
import {sentence} from '../protocol/refusals.ts';
import {safeText, type SafeText} from '../protocol/text.ts';
import {CannotStart} from '../lib/cannot-start.ts';
import type {EventOf} from './chat/event.ts';
import {nameFault, phoneNumber, roomForAccounts} from './chat/accounts/rules.ts';
import type {State} from './chat/state.ts';
import {isPasswordHash, type Passwords} from './auth/passwords.ts';

const MIB = 1024 * 1024;
/** Maximum bytes of the file: a hundred thousand users. */
const MAX_SIZE = 16 * MIB;
/** Maximum users whose names are said. */
const MAX_NAMED = 10;

export const userFileSchema = z.strictObject({
	users: list(
		z
			.strictObject({
				user: userNameSchema,
				/** `$scrypt$ln=15,r=8,p=3$salt$hash` */
				password: z.string().max(MAX_WORD).refine(isPasswordHash, 'not a password hash').optional(),
				/** A password as a person types it. */
				plainPassword: passwordSchema.optional(),
				phone: z
					.string()
					.max(MAX_WORD)
					.refine(phone => phoneNumber(phone) !== undefined, 'not a phone number')
					.optional(),
			})
			.refine(
				({password, plainPassword}) => (password === undefined) !== (plainPassword === undefined),
				'needs either password, a hash that chat-tui hash-password prints, or plainPassword',
			),
		MAX_ACCOUNTS,
	),
});

type User = z.infer<typeof userFileSchema>['users'][number];
type ImportedUsers = {
	readonly events: Array<EventOf<'accountCreated'>>;
	/** How many passwords stood there as people type them. */
	readonly plain: number;
	/** All users of the file. */
	readonly users: readonly UserName[];
};

/**
 * Reads the accounts in a file of users that may be added to the state.
 * @param now when they are created, in milliseconds since 1970
 * @throws CannotStart naming the file, the place in it, and what is wrong there
 */
export async function readUserFile(
	file: string,
	now: number,
	passwords: Passwords,
	state: State,
): Promise<ImportedUsers> {
	const content = userFileSchema.safeParse(parse(file, await read(file)));
	if (!content.success) {
		const [issue] = content.error.issues;
		const fault = [issue?.path.join('.'), issue?.message].filter(Boolean).join(' ');
		throw new CannotStart(`${file} is not a valid user file: ${fault}.`);
	}

	const {users} = content.data;
	mustDiffer(file, users);
	const fresh = users.filter(({user}) => !nameFault(state, user));
	mustFit(file, fresh.length, state);
	const events: ImportedUsers['events'] = [];
	for (const {user, password, plainPassword = '', phone} of fresh) {
		const digits = phone === undefined ? undefined : phoneNumber(phone);
		events.push({
			type: 'accountCreated',
			user,
			password: password ?? (await hashed(file, user, plainPassword, passwords)),
			...(digits === undefined ? {} : {phone: digits}),
			at: now,
		});
	}

	return {
		events,
		plain: users.filter(({plainPassword}) => plainPassword !== undefined).length,
		users: users.map(({user}) => user),
	};
}

/** @throws CannotStart where the server cannot hold so many more accounts */
export function mustFit(file: string, accounts: number, state: State): void {
	if (accounts <= roomForAccounts(state)) return;
	throw new CannotStart(
		`${file} has too many users: a server holds ${MAX_ACCOUNTS} accounts, with those that were deleted.`,
	);
}

/** Says which users of the file have no account now; undefined if all have. */
export function skippedText(file: string, users: readonly UserName[]): SafeText | undefined {
	if (users.length === 0) return undefined;
	const more = users.length > MAX_NAMED ? ` and ${users.length - MAX_NAMED} more` : '';
	return safeText`${file}: no account was made for ${users.slice(0, MAX_NAMED).join(', ')}${more}, since each name was deleted, or looks like another.`;
}

/** @throws CannotStart if two names look alike */
function mustDiffer(file: string, users: readonly User[]): void {
	const taken = new Map<string, UserName>();
	for (const {user} of users) {
		const other = taken.get(skeleton(user));
		if (other !== undefined)
			throw new CannotStart(`${file} has ${user} and ${other}, which look alike; rename one.`);
		taken.set(skeleton(user), user);
	}
}

/** @throws CannotStart if the user may not have this password */
async function hashed(file: string, user: UserName, plain: string, passwords: Passwords): Promise<string> {
	const fault = passwords.fault(user, plain);
	const hash = fault ?? (await passwords.hash(plain));
	if (typeof hash === 'string') return hash;
	throw new CannotStart(`${file} has a password of ${user} that is refused: ${sentence(hash)}`);
}

/** Reads the file, which may be a pipe; of one that never ends, no more is read than could be valid. */
async function read(file: string): Promise<string> {
	try {
		const parts: Buffer[] = [];
		let size = 0;
		for await (const part of createReadStream(file) as AsyncIterable<Buffer>) {
			size += part.length;
			if (size > MAX_SIZE)
				throw new CannotStart(`${file} has more than ${MAX_SIZE / MIB} MiB; name a user file with --users.`);
			parts.push(part);
		}

		return Buffer.concat(parts).toString();
	} catch (error) {
		if (error instanceof CannotStart) throw error;
		const {code} = error as NodeJS.ErrnoException; // node:fs throws these and nothing else
		throw new CannotStart(`${file} cannot be read (${code ?? 'unknown'}); name another file with --users.`);
	}
}

function parse(file: string, text: string): unknown {
	try {
		return JSON.parse(text.replace(/^\ufeff/, '')) as unknown; // some editors begin a file with a byte order mark
	} catch {
		throw new CannotStart(`${file} is not valid JSON; name another file with --users.`); // where exactly, an editor shows better
	}
}
