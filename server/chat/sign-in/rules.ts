/** Decides on sign-ins: by password or token, failures, how many screens a user may have, taking a session over. */
import {MAX_CHATS, MAX_PROPOSALS} from '../../../protocol/bounds.ts';
import {LOBBY, userName, type UserName} from '../../../protocol/names.ts';
import {isRefusal, refuse, type Refusal} from '../../../protocol/refusals.ts';
import type {RequestOf} from '../../../protocol/index.ts';
import type {SignedIn} from '../../../protocol/sign-in.ts';
import type {ChatEvent} from '../event.ts';
import {isAdmin, keptOut} from '../roles.ts';
import {sessionsOf} from '../people.ts';
import {
	MAX_SCRIPTS,
	WRONG_PASSWORDS,
	type Asker,
	type Decision,
	type Facts,
	type Moment,
	type OpenRule,
} from '../rule.ts';
import {listedPeople} from './listed-people.ts';
import {failureKey} from './slice.ts';
import {inTheWayOf, privateChatsLeft} from './taking-over.ts';
import type {State} from '../state.ts';
import {summariesOf} from '../conversations/summaries.ts';
import {chatsOf} from '../chat-sessions/rules.ts';
import {inviteRights} from '../invite-codes/rules.ts';
import {proposalsOf} from '../proposing.ts';
import {isBannedFrom} from '../rooms/access.ts';
import {joined} from '../rooms/joining-and-leaving.ts';

/** Minimum age in milliseconds of a token that a sign-in prolongs. */
const PROLONG_AFTER = 24 * 3600_000;

type Entrance = Pick<RequestOf<'signIn'>, 'as' | 'device' | 'takeOver'>;

/** Canonicalizes a typed name where possible, so that failures for unknown names count alike. */
export function accountName(typed: string): string {
	return userName(typed) ?? typed.trim().toLowerCase().slice(0, 64);
}

/**
 * Checks whether wrong passwords from this address have blocked the account. Also called before a password is hashed.
 * @returns a refusal with the remaining seconds, or undefined
 */
export function blocked(
	state: State,
	typed: string,
	address: string,
	facts: Pick<Facts, 'uptime' | 'policy'>,
): Refusal | undefined {
	const failure = state.signIns.failures.get(failureKey(accountName(typed), address));
	if (!failure || failure.count < WRONG_PASSWORDS) return undefined;
	const left = failure.uptime + facts.policy.blockFor - facts.uptime;
	return left > 0 ? refuse('signInBlocked', {seconds: Math.ceil(left / 1000)}) : undefined;
}

const signIn: OpenRule<'signIn'> = (state, asker, request, facts) => {
	const name = accountName(request.user);
	const block = blocked(state, request.user, asker.address, facts);
	if (block) return block;
	const account = state.accounts.byName.get(name as UserName); // an unknown name is simply not found
	if (!account || facts.matched !== account.password) return wrongPassword(state, name, asker.address, facts);
	const {user} = account;
	const failed = state.signIns.failures.has(failureKey(name, asker.address));
	const before: ChatEvent[] = failed ? [{type: 'passwordRight', user: name, address: asker.address}] : [];
	const renewed = passwordEvents(state, user, request, facts);
	if (isRefusal(renewed)) return keptOut(state, user, asker.address, facts.now) ?? renewed;
	before.push(...renewed);
	return enter(state, asker, user, request, facts, before, 'newToken');
};

/**
 * Replaces a one-time password by the one that the user has chosen, or stores the same password, hashed at the current cost.
 * @returns a refusal where a one-time password is not replaced
 */
function passwordEvents(
	state: State,
	user: UserName,
	request: RequestOf<'signIn'>,
	{newPassword: password, now: at, full}: Facts,
): ChatEvent[] | Refusal {
	const hasChosen = request.newPassword !== undefined;
	if (!state.administration.oneTime.has(user)) {
		if (hasChosen) return refuse('badRequest');
		return password === undefined || full === true ? [] : [{type: 'passwordRehashed', user, password}];
	}

	if (!hasChosen || password === undefined) return refuse('newPasswordNeeded');
	return [{type: 'passwordChanged', user, password, at}];
}

/** Counts a wrong password and refuses, at sign-in or password change. An unknown name gets the same refusals. */
export function wrongPassword(
	state: State,
	user: string,
	address: string,
	{now, uptime, policy}: Moment,
): {events: readonly ChatEvent[]; reply: () => Refusal} {
	const before = state.signIns.failures.get(failureKey(user, address));
	const expired =
		before !== undefined && before.count >= WRONG_PASSWORDS && before.uptime + policy.blockFor <= uptime;
	const count = expired || !before ? 1 : before.count + 1;
	return {
		events: [{type: 'passwordFailed', user, address, count, at: now, uptime}],
		reply: () =>
			count < WRONG_PASSWORDS
				? refuse('wrongPassword')
				: refuse('signInBlocked', {seconds: Math.ceil(policy.blockFor / 1000)}),
	};
}

const resume: OpenRule<'resume'> = (state, asker, request, facts) => {
	const token = facts.presented === undefined ? undefined : state.signIns.tokens.get(facts.presented);
	if (!token || token.device !== request.device || token.expires <= facts.now) return refuse('badToken');
	const prolong = facts.full !== true && facts.now - token.issued > PROLONG_AFTER && request.as === 'screen';
	const {user, device} = token;
	const before: ChatEvent[] = prolong
		? [
				{
					type: 'tokenIssued',
					user,
					device,
					token: token.token,
					at: facts.now,
					expires: facts.now + facts.policy.tokenLife,
				},
			]
		: [];
	return enter(state, asker, user, request, {...facts, tokenHash: token.token}, before, 'sameToken');
};

/** Signs an authenticated user in; shared by sign-in, resume and sign-up. */
export function enter(
	state: State,
	asker: Asker,
	user: UserName,
	{as, device, takeOver}: Entrance,
	facts: Facts,
	before: readonly ChatEvent[],
	token: 'newToken' | 'sameToken',
): Decision<'signIn'> {
	if (asker.session) return refuse('alreadyThisConnection');
	const ban = keptOut(state, user, asker.address, facts.now);
	if (ban) return ban;
	const others = sessionsOf(state, user).filter(session => session.as === as);
	if (as === 'script' && others.length >= MAX_SCRIPTS) return refuse('tooManyScripts', {most: MAX_SCRIPTS});
	const inTheWay = as === 'screen' ? inTheWayOf(others, device, facts) : [];
	const alive = inTheWay.find(session => session.device !== device && facts.alive?.has(session.connection));
	const {screens} = facts.policy;
	if (alive && takeOver !== true) {
		const {since, address} = alive;
		return refuse('alreadySignedIn', {since, address, ...(screens > 1 && {screens})});
	}

	const {connection, address} = asker;
	const {now: at, uptime, policy, tokenHash} = facts;
	const {full = false} = facts;
	const issue = token === 'newToken' && as === 'screen' && !full;
	const byHand = token === 'newToken' || takeOver === true; // else the client reconnected by itself
	const first = isNew(state, user);
	const events: ChatEvent[] = [
		...before,
		...(as === 'screen' ? privateChatsLeft(state, {user, device, token, inTheWay}, facts) : []),
		...inTheWay.map(
			old =>
				({
					type: 'signedOut',
					connection: old.connection,
					user,
					as,
					device: old.device,
					why: 'replaced',
					by: address,
					at,
					uptime,
				}) as const,
		),
		...(issue
			? [{type: 'tokenIssued', user, device, token: tokenHash, at, expires: at + policy.tokenLife} as const]
			: []),
		{type: 'signedIn', connection, user, as, device, address, token: tokenHash, at, uptime},
		...(byHand ? [{type: 'active', connection, uptime} as const] : []),
		...((first || as === 'screen') && !(first && full) ? [{type: 'seen', user, at} as const] : []),
		...(first && !full && !isBannedFrom(state, LOBBY, user) ? [joined(state, LOBBY, user, at)] : []),
	];
	return {events, reply: () => welcome(state, user, facts, issue ? facts.token : undefined)};
}

/** Tells whether a user has never signed in: just signed up, or imported. */
function isNew(state: State, user: UserName): boolean {
	const account = state.accounts.byName.get(user);
	return !account || account.seen === 0;
}

function welcome(
	state: State,
	user: UserName,
	facts: Pick<Facts, 'now' | 'policy' | 'servers'>,
	token: string | undefined,
): SignedIn {
	const identity = state.identities.get(user);
	const drafts = state.drafts.get(user);
	const named = {
		conversations: summariesOf(state, user),
		friends: [...(state.relationships.friends.get(user) ?? [])],
		blocked: [...(state.relationships.blocked.get(user) ?? [])],
		questions: proposalsOf(state, user).slice(0, MAX_PROPOSALS),
	};
	return {
		user,
		...(token === undefined ? {} : {token}),
		now: facts.now,
		...listedPeople(state, user, named),
		...named,
		chats: chatsOf(state, user).slice(0, MAX_CHATS),
		...(state.serverInfo.motd && {motd: state.serverInfo.motd}),
		...(inviteRights(state, user, facts) && {mayInvite: true}),
		deleted: [...state.administration.deleted.keys()],
		...(isAdmin(state, user) && {admin: true}),
		...(identity && {identity: identity.fingerprint}),
		...(facts.policy.screens > 1 && {screens: facts.policy.screens}),
		...(facts.servers && {servers: [...facts.servers]}),
		...(drafts && {drafts: [...drafts].map(([conversation, text]) => ({conversation, text}))}),
	};
}

export const signInRules = {signIn, resume};
