/** Defines the slice of sign-ins: device tokens, and wrong passwords per account and address. */
import {z} from 'zod';
import {userNameSchema} from '../../../protocol/name-schemas.ts';
import type {UserName} from '../../../protocol/names.ts';
import type {DeviceId, TokenHash} from '../session.ts';
import type {Slice} from '../slice.ts';
import {storedList, storedWord} from '../stored-bounds.ts';

type Token = {token: TokenHash; user: UserName; device: DeviceId; issued: number; expires: number};
/** Wrong passwords in a row for one account from one address; the newest at a time of day (for the file) and an uptime of this run. */
type Failure = {user: string; address: string; count: number; at: number; uptime: number};

type SignIns = {
	/** Oldest first. */
	tokens: Map<TokenHash, Readonly<Token>>;
	/** The tokens of each user. */
	ofUser: Map<UserName, Set<TokenHash>>;
	failures: Map<string, Failure>;
};

/** Maximum failures in memory; the oldest is forgotten first, so that guessing at random names costs no memory. */
const MAX_FAILURES = 10_000;

export function failureKey(user: string, address: string): string {
	return `${user} ${address}`;
}

const token = z.strictObject({
	token: storedWord,
	user: userNameSchema,
	device: storedWord,
	issued: z.int(),
	expires: z.int(),
});
const failure = z.strictObject({user: storedWord, address: storedWord, count: z.int(), at: z.int()});

type Part = {tokens: Token[]; failures: Array<Omit<Failure, 'uptime'>>};
const TYPES = [
	'tokenIssued',
	'tokenRevoked',
	'passwordChanged',
	'passwordReset',
	'passwordFailed',
	'passwordRight',
	'kicked',
	'userDeleted',
];

function addToken({tokens, ofUser}: SignIns, added: Token): void {
	tokens.set(added.token, added);
	const own = ofUser.get(added.user) ?? new Set();
	ofUser.set(added.user, own.add(added.token));
}

function removeToken({tokens, ofUser}: SignIns, hash: TokenHash): void {
	const user = tokens.get(hash)?.user;
	if (user === undefined) return;
	tokens.delete(hash);
	const own = ofUser.get(user);
	own?.delete(hash);
	if (own?.size === 0) ofUser.delete(user);
}

function revokeTokens(signIns: SignIns, {user}: {user: UserName}): void {
	for (const hash of signIns.ofUser.get(user) ?? []) removeToken(signIns, hash);
}

/** Forgets the oldest tokens, as far as they have expired: not all are looked at for each new one. */
function forgetExpired(signIns: SignIns, at: number): void {
	for (const {token, expires} of signIns.tokens.values()) {
		if (expires >= at) return;
		removeToken(signIns, token);
	}
}

export const signIns: Slice<SignIns, Part> = {
	empty: () => ({tokens: new Map(), ofUser: new Map(), failures: new Map()}),
	apply: {
		/** A device has one token for an account: a new one replaces it. */
		tokenIssued(signIns, {user, device, token, at, expires}) {
			forgetExpired(signIns, at);
			for (const own of signIns.ofUser.get(user) ?? []) {
				const old = signIns.tokens.get(own);
				if (old && (old.device === device || old.expires < at)) removeToken(signIns, own);
			}

			addToken(signIns, {token, user, device, issued: at, expires});
		},
		tokenRevoked(signIns, {token}) {
			removeToken(signIns, token);
		},
		passwordChanged: revokeTokens,
		kicked: revokeTokens,
		passwordReset: revokeTokens,
		userDeleted: revokeTokens,
		passwordFailed({failures}, {user, address, count, at, uptime}) {
			const key = failureKey(user, address);
			failures.delete(key);
			failures.set(key, {user, address, count, at, uptime});
			const [oldest] = failures.keys();
			if (failures.size > MAX_FAILURES && oldest !== undefined) failures.delete(oldest);
		},
		passwordRight({failures}, {user, address}) {
			failures.delete(failureKey(user, address));
		},
		/** A time of day set back meanwhile makes no block longer than it was at first. */
		started({failures}, {at, uptime}) {
			for (const failure of failures.values()) failure.uptime = uptime - Math.max(0, at - failure.at);
		},
	},
	keys: event => (TYPES.includes(event.type) ? ['sign-ins'] : []),
	dump: ({tokens, failures}) => ({
		tokens: [...tokens.values()],
		failures: [...failures.values()].map(({uptime: _uptime, ...kept}) => kept),
	}),
	load(signIns, _key, part) {
		const {failures} = signIns;
		for (const each of part.tokens) addToken(signIns, each);
		for (const each of part.failures) failures.set(failureKey(each.user, each.address), {...each, uptime: 0});
	},
	schema: z.strictObject({tokens: storedList(token), failures: storedList(failure)}),
};
