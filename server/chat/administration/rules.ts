/** Decides on moderation: who may act on whom, kicks, bans, reset passwords, deleted accounts and roles. */
import {MAX_BANNED_NETWORKS, type Administrator} from '../../../protocol/administration.ts';
import {OPERATOR, type UserName} from '../../../protocol/names.ts';
import {isLoopback} from '../../../protocol/address.ts';
import {networkOf} from '../../../protocol/network.ts';
import {refuse, type Refusal} from '../../../protocol/refusals.ts';
import type {ChatEvent} from '../event.ts';
import {sessionsOf} from '../people.ts';
import {accountExists, answer, type AdminRule} from '../rule.ts';
import {shortList} from '../short-list.ts';
import type {State} from '../state.ts';
import {banOf, bansInForce, isAdmin} from '../roles.ts';
import {tiesRemoved} from './removal.ts';
import {sessionsEnded} from './sessions-ended.ts';

/** @returns a refusal where the administrator may not act on the user. Also called before a one-time password is hashed. */
export function targetFault(state: State, by: Administrator, user: UserName): Refusal | undefined {
	return accountExists(state, user) ? rankFault(state, by, user) : refuse('noSuchUser', {user});
}

function rankFault(state: State, by: Administrator, user: UserName): Refusal | undefined {
	if (by === user) return refuse('notYourself');
	return by !== OPERATOR && isAdmin(state, user) ? refuse('notOnAdmin', {user}) : undefined;
}

/** @returns a refusal for admins where the user's ban is the operator's */
function banFault(state: State, by: Administrator, user: UserName, now: number): Refusal | undefined {
	const isOperators = banOf(state, user, now)?.by === OPERATOR;
	return by !== OPERATOR && isOperators ? refuse('operatorsBan', {user}) : undefined;
}

const given = (reason: string | undefined) =>
	reason === undefined || reason.trim() === '' ? {} : {reason: reason.trim()};

const kick: AdminRule<'kick'> = (state, by, {user, reason}, facts) => {
	const fault = targetFault(state, by, user);
	if (fault) return fault;
	const sessions = sessionsOf(state, user).length;
	if (sessions === 0 && !state.presence.byUser.has(user)) return refuse('notConnected', {user});
	const {now: at} = facts;
	return {
		events: [
			{type: 'kicked', user, by, ...given(reason), at},
			...sessionsEnded(state, user, 'kicked', facts),
		],
		reply: () => ({sessions}),
	};
};

/** @returns the networks of the user's sessions, or a refusal where banning one would shut out the administrator */
function networksOf(state: State, by: Administrator, user: UserName): string[] | Refusal {
	const addresses = sessionsOf(state, user).map(({address}) => address);
	if (addresses.length === 0) return refuse('addressUnknown', {user});
	const own = by === OPERATOR ? [] : sessionsOf(state, by).map(({address}) => networkOf(address));
	const networks = [...new Set(addresses.map(networkOf))];
	const isOwn = addresses.some(isLoopback) || networks.some(network => own.includes(network));
	return isOwn ? refuse('ownNetwork', {user}) : networks.slice(0, MAX_BANNED_NETWORKS);
}

/** Bans a user, for a while or for good; a ban before is replaced. */
const ban: AdminRule<'ban'> = (state, by, {user, reason, milliseconds, network}, facts) => {
	const fault = targetFault(state, by, user) ?? banFault(state, by, user, facts.now);
	if (fault) return fault;
	const networks = network ? networksOf(state, by, user) : [];
	if ('refusal' in networks) return networks;
	const {now: at} = facts;
	const end = milliseconds === undefined ? {} : {until: at + milliseconds};
	const banned = {user, by, at, ...end, ...given(reason), networks};
	return {
		events: [{type: 'banned', ...banned}, ...sessionsEnded(state, user, 'banned', facts)],
		reply: () => banned,
	};
};

const unban: AdminRule<'unban'> = (state, by, {user}, {now: at}) => {
	const fault = rankFault(state, by, user) ?? banFault(state, by, user, at);
	if (fault) return fault;
	if (!banOf(state, user, at)) return refuse('notBanned', {user});
	return {events: [{type: 'unbanned', user, by, at}], reply: () => ({})};
};

const bans: AdminRule<'bans'> = (state, _by, _request, {now}) => {
	const {listed, more} = shortList(bansInForce(state, now));
	return answer({bans: [...listed], ...more});
};

/** Forgets the wrong passwords for an account, which may block it from some addresses. */
function failuresForgotten(state: State, user: UserName): ChatEvent[] {
	const failures = [...state.signIns.failures.values()].filter(failure => failure.user === user);
	return failures.map(({address}) => ({type: 'passwordRight', user, address}));
}

/** Stores the hash of a one-time password, and ends what the old one has let in. */
const resetPassword: AdminRule<'resetPassword'> = (state, by, {user}, facts) => {
	const {now: at, newPassword: password, oneTimePassword} = facts;
	const fault = targetFault(state, by, user);
	if (fault) return fault;
	if (password === undefined || oneTimePassword === undefined)
		throw new Error('no one-time password was prepared');
	return {
		events: [
			{type: 'passwordReset', user, password, by, at},
			...failuresForgotten(state, user),
			...sessionsEnded(state, user, 'passwordReset', facts),
		],
		reply: () => ({password: oneTimePassword}),
	};
};

const deleteUser: AdminRule<'deleteUser'> = (state, by, {user}, facts) => {
	const fault = targetFault(state, by, user);
	if (fault) return fault;
	const {now: at} = facts;
	return {
		events: [
			{type: 'userDeleted', user, by, at},
			...failuresForgotten(state, user),
			...sessionsEnded(state, user, 'deleted', facts),
			...tiesRemoved(state, user, at),
		],
		reply: () => ({}),
	};
};

const appointAdmin: AdminRule<'appointAdmin'> = (state, by, {user}, {now: at}) => {
	if (!accountExists(state, user)) return refuse('noSuchUser', {user});
	if (isAdmin(state, user)) return refuse('alreadyAdmin', {user});
	return {events: [{type: 'adminAppointed', user, by, at}], reply: () => ({})};
};

const dismissAdmin: AdminRule<'dismissAdmin'> = (state, by, {user}, {now: at}) =>
	isAdmin(state, user)
		? {events: [{type: 'adminDismissed', user, by, at}], reply: () => ({})}
		: refuse('notAnAdmin', {user});

export const administrationRules = {
	kick,
	ban,
	unban,
	bans,
	resetPassword,
	deleteUser,
	appointAdmin,
	dismissAdmin,
};
