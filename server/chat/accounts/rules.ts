/** Decides on accounts: signing up, and changing the password. */
import {MAX_ACCOUNTS} from '../../../protocol/bounds.ts';
import {skeleton, userName, type UserName} from '../../../protocol/names.ts';
import {refuse, refuseName, type Refusal} from '../../../protocol/refusals.ts';
import type {RequestOf} from '../../../protocol/index.ts';
import type {ChatEvent} from '../event.ts';
import {inviteCodeFault, inviteCodeUse} from '../invite-codes/validity.ts';
import {sessionsOf} from '../people.ts';
import type {Facts, MemberRule, OpenRule} from '../rule.ts';
import type {State} from '../state.ts';
import {networkBan} from '../roles.ts';
import {enter, wrongPassword} from '../sign-in/rules.ts';
import {endSessions} from '../sign-in/sign-out.ts';

const PHONE = /^\+?[0-9]{5,15}$/;

/**
 * Normalizes a phone number: removes spaces and punctuation.
 * @returns undefined if the text is not a valid phone number
 */
export function phoneNumber(typed: string): string | undefined {
	const digits = typed.replace(/[\s()./-]/g, '');
	return PHONE.test(digits) ? digits : undefined;
}

/** @returns why no account of this name may be added: it is taken, was deleted, or looks like another; undefined if it may */
export function nameFault({accounts, administration}: State, user: UserName): Refusal | undefined {
	if (accounts.byName.has(user) || administration.deleted.has(user)) return refuse('nameTaken', {user});
	const alike = skeleton(user);
	const other = accounts.bySkeleton.get(alike) ?? administration.deletedSkeletons.get(alike);
	return other === undefined ? undefined : refuse('lookAlike', {user, other});
}

/** Refuses a name of an admin without an account, and those that look like it: whoever took it would be an admin at the next start. */
function adminNameFault(user: UserName, {policy}: Pick<Facts, 'policy'>): Refusal | undefined {
	const isKept = policy.admins.some(admin => skeleton(admin) === skeleton(user));
	return isKept ? refuse('adminName', {user}) : undefined;
}

/** Returns how many more accounts may be made; deleted ones count, as their names are never given again. */
export function roomForAccounts({accounts, administration}: State): number {
	return Math.max(0, MAX_ACCOUNTS - accounts.byName.size - administration.deleted.size);
}

/**
 * Checks a sign-up, except for its password. Also called before the password is hashed.
 * @returns a refusal, or undefined
 */
export function signUpFault(
	state: State,
	address: string,
	request: RequestOf<'signUp'>,
	facts: Pick<Facts, 'policy' | 'now'>,
): Refusal | undefined {
	const ban = networkBan(state, address, facts.now);
	if (ban) return ban;
	if (facts.policy.signUp === 'closed') return refuse('signUpClosed');
	const codeFault = inviteCodeFault(state, request, facts);
	if (codeFault) return codeFault;
	if (roomForAccounts(state) === 0) return refuse('serverFull', {most: MAX_ACCOUNTS});
	const user = userName(request.user);
	if (user === undefined) return refuseName(request.user);
	const taken = nameFault(state, user) ?? adminNameFault(user, facts);
	if (taken) return taken;
	if (request.phone !== undefined && phoneNumber(request.phone) === undefined) return refuse('badPhone');
	return undefined;
}

const signUp: OpenRule<'signUp'> = (state, asker, request, facts) => {
	const fault = signUpFault(state, asker.address, request, facts);
	if (fault) return fault;
	if (facts.newPassword === undefined) return refuse('passwordTooShort');
	const user = userName(request.user) as UserName; // signUpFault has seen that it is one
	const phone = request.phone === undefined ? undefined : phoneNumber(request.phone);
	const created: ChatEvent = {
		type: 'accountCreated',
		user,
		password: facts.newPassword,
		...(phone === undefined ? {} : {phone}),
		at: facts.now,
	};
	return enter(
		state,
		asker,
		user,
		request,
		facts,
		[created, ...inviteCodeUse(state, request, user, facts)],
		'newToken',
	);
};

const changePassword: MemberRule<'changePassword'> = (state, {session, address}, _request, facts) => {
	const {user, device, connection} = session;
	const account = state.accounts.byName.get(user);
	if (!account || facts.matched !== account.password) return wrongPassword(state, user, address, facts);
	if (facts.newPassword === undefined) return refuse('passwordTooShort');
	const {now: at, tokenHash, policy} = facts;
	const elsewhere = sessionsOf(state, user).filter(other => other.connection !== connection);
	const events: ChatEvent[] = [
		{type: 'passwordChanged', user, password: facts.newPassword, at},
		...endSessions(state, user, elsewhere, 'passwordChanged', facts),
	];
	if (session.as === 'script') return {events, reply: () => ({})};
	events.push({type: 'tokenIssued', user, device, token: tokenHash, at, expires: at + policy.tokenLife});
	return {events, reply: () => ({token: facts.token})};
};

export const accountRules = {signUp, changePassword};
