/** Queries roles and bans: who is an admin, who asks as one, and who is kept out. */
import {OPERATOR, type UserName} from '../../protocol/names.ts';
import type {Administrator, Ban} from '../../protocol/administration.ts';
import {networkOf} from '../../protocol/network.ts';
import {refuse, type Refusal} from '../../protocol/refusals.ts';
import type {Asker} from './rule.ts';
import type {State} from './state.ts';

export function isAdmin(state: State, user: UserName): boolean {
	return state.administration.admins.has(user);
}

/** Tells whether the account was deleted; its name is never given again. */
export function isDeleted(state: State, user: UserName): boolean {
	return state.administration.deleted.has(user);
}

/** @returns as whom the asker acts, or a refusal for those who may not */
export function administratorOf(
	state: State,
	{session, isOperator}: Asker,
	allowed: 'members' | 'admins' | 'operator',
): Administrator | Refusal {
	if (isOperator) return OPERATOR;
	if (!session) return refuse('notSignedIn');
	if (allowed === 'members') return session.user;
	if (!isAdmin(state, session.user)) return refuse('notAdmin');
	return allowed === 'admins' ? session.user : refuse('notOperator');
}

/** @returns the user's ban, if it is in force. @param now milliseconds since 1970 */
export function banOf(state: State, user: UserName, now: number): Ban | undefined {
	const ban = state.administration.bans.get(user);
	return ban && isInForce(ban, now) ? ban : undefined;
}

/** Lists the bans in force, the newest first. @param now milliseconds since 1970 */
export function bansInForce(state: State, now: number): Ban[] {
	return [...state.administration.bans.values()].filter(ban => isInForce(ban, now)).reverse();
}

/** @returns a refusal for a user who is banned, or who comes from a banned network and is not an admin */
export function keptOut(state: State, user: UserName, address: string, now: number): Refusal | undefined {
	const ban = banOf(state, user, now);
	if (ban) return refuse('banned', {until: ban.until ?? 0, reason: ban.reason ?? ''});
	return isAdmin(state, user) ? undefined : networkBan(state, address, now);
}

/** @returns a refusal for a banned network */
export function networkBan(state: State, address: string, now: number): Refusal | undefined {
	const network = networkOf(address);
	for (const ban of state.administration.bans.values()) {
		if (ban.networks.includes(network) && isInForce(ban, now))
			return refuse('networkBanned', {until: ban.until ?? 0});
	}

	return undefined;
}

function isInForce({until = Infinity}: Ban, now: number): boolean {
	return now < until;
}
