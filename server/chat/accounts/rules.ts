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
import {connectionLost} from '../sign-in/sign-out.ts';

const PHONE = /^\+?[0-9]{5,15}$/;

/**
 * Normalizes a phone number: removes spaces and punctuation.
 * @returns undefined if the text is not a valid phone number
 */
export function phoneNumber(typed: string): string | undefined {
	const digits = typed.replace(/[\s()./-]/g, '');
	return PHONE.test(digits) ? digits : undefined;
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
	const {deleted, deletedSkeletons} = state.administration;
	if (state.accounts.byName.size + deleted.size >= MAX_ACCOUNTS)
		return refuse('serverFull', {most: MAX_ACCOUNTS});
	const user = userName(request.user);
	if (user === undefined) return refuseName(request.user);
	if (state.accounts.byName.has(user) || deleted.has(user)) return refuse('nameTaken', {user});
	const other = state.accounts.bySkeleton.get(skeleton(user)) ?? deletedSkeletons.get(skeleton(user));
	if (other !== undefined) return refuse('lookAlike', {user, other});
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
		...elsewhere.flatMap(other => connectionLost(state, other.connection, 'passwordChanged', facts)),
	];
	if (session.as === 'script') return {events, reply: () => ({})};
	events.push({type: 'tokenIssued', user, device, token: tokenHash, at, expires: at + policy.tokenLife});
	return {events, reply: () => ({token: facts.token})};
};

export const accountRules = {signUp, changePassword};
