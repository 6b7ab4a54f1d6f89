/** Checks friend requests and invitations before they are made, and lists those that wait. */
import type {UserName} from '../../protocol/names.ts';
import {refuse, type Refusal} from '../../protocol/refusals.ts';
import type {Proposal} from '../../protocol/relationships.ts';
import {hasBlocked} from './people.ts';
import {proposalKey, proposalsWith} from './relationships/slice.ts';
import {accountExists} from './rule.ts';
import type {State} from './state.ts';

/** Maximum proposals that wait for the answer of one user. */
const MAX_WAITING_PROPOSALS = 100;

/** @returns a refusal, or undefined where the other user is one, and not the same */
export function refuseTarget(state: State, user: UserName, other: UserName): Refusal | undefined {
	if (user === other) return refuse('notYourself');
	return accountExists(state, other) ? undefined : refuse('noSuchUser', {user: other});
}

/**
 * Checks a friend request or an invitation.
 * @returns a refusal, or undefined where the sender may make the proposal
 */
export function cannotPropose(state: State, proposal: Omit<Proposal, 'at'>): Refusal | undefined {
	const {from, to} = proposal;
	const refusal = refuseTarget(state, from, to);
	if (refusal) return refusal;
	if (hasBlocked(state, to, from)) return refuse('blockedYou', {user: to});
	if (hasBlocked(state, from, to)) return refuse('alreadyBlocked', {user: to});
	if (state.relationships.proposals.has(proposalKey(proposal))) return refuse('alreadyAsked', {user: to});
	const waiting = proposalsOf(state, to).filter(each => each.to === to);
	return waiting.length >= MAX_WAITING_PROPOSALS ? refuse('tooManyQuestions', {user: to}) : undefined;
}

/** Lists the open proposals to and from a user. */
export function proposalsOf(state: State, user: UserName): Proposal[] {
	return proposalsWith(state.relationships, user);
}
