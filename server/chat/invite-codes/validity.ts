/** Tells which invite codes let newcomers in, lets them use one, and forgets those that have ended. */
import {OPERATOR, type UserName} from '../../../protocol/names.ts';
import {MAX_INVITE_CODES, type InviteCode} from '../../../protocol/invite-codes.ts';
import type {RequestOf} from '../../../protocol/index.ts';
import {isRefusal, refuse, type Refusal} from '../../../protocol/refusals.ts';
import type {ChatEvent} from '../event.ts';
import type {Facts, Policy} from '../rule.ts';
import type {State} from '../state.ts';
import type {KeptInviteCode} from './slice.ts';

/** Milliseconds for which a code that has ended is kept, so that a newcomer who comes late hears why. */
const KEPT_AFTER_END = 30 * 24 * 3600_000;

type Time = Pick<Facts, 'now'>;

/** Canonicalizes a typed code. */
export function inviteCodeText(typed: string): string {
	return typed.trim().toLowerCase();
}

function isUsedUp({left}: InviteCode): boolean {
	return left === 0;
}

function isExpired({expires}: InviteCode, {now}: Time): boolean {
	return expires !== undefined && expires <= now;
}

/** Lists the codes that let somebody in, oldest first. */
export function openInviteCodes(state: State, time: Time): KeptInviteCode[] {
	return [...state.inviteCodes.values()].filter(code => !isUsedUp(code) && !isExpired(code, time));
}

/**
 * Returns the code that the server's own join lines carry, the operator's oldest one without an end; undefined if it was revoked, or if
 * nobody is let in. A client that is given one asks a newcomer to sign up, also where everybody may.
 */
export function joinLineCode(state: State, {signUp}: Pick<Policy, 'signUp'>): string | undefined {
	if (signUp === 'closed') return undefined;
	return [...state.inviteCodes.values()].find(
		({by, left, expires}) => by === OPERATOR && left === undefined && expires === undefined,
	)?.code;
}

/** Checks the code of a newcomer. Only a holder of the code itself hears that it has ended; to others it is simply wrong. */
function admission(state: State, typed: string | undefined, time: Time): KeptInviteCode | Refusal {
	const code = typed === undefined ? undefined : state.inviteCodes.get(inviteCodeText(typed));
	if (!code) return refuse('badCode');
	if (isUsedUp(code)) return refuse('inviteCodeUsedUp');
	return isExpired(code, time) ? refuse('inviteCodeExpired') : code;
}

type SignUp = Pick<RequestOf<'signUp'>, 'code'>;

/** @returns why the newcomer is not let in; undefined if they are, or need no code */
export function inviteCodeFault(
	state: State,
	{code}: SignUp,
	{now, policy}: Pick<Facts, 'now' | 'policy'>,
): Refusal | undefined {
	const found = policy.signUp === 'invite' ? admission(state, code, {now}) : undefined;
	return found && isRefusal(found) ? found : undefined;
}

/** Makes the event of a newcomer who comes in by a code; none where they need none. */
export function inviteCodeUse(
	state: State,
	{code}: SignUp,
	user: UserName,
	{now, policy}: Pick<Facts, 'now' | 'policy'>,
): ChatEvent[] {
	const found = policy.signUp === 'invite' ? admission(state, code, {now}) : undefined;
	return !found || isRefusal(found) ? [] : [{type: 'inviteCodeUsed', code: found.code, user, at: now}];
}

/**
 * Forgets codes that ended long ago, and the ones that ended first where there are too many.
 * @param room for so many more codes
 */
export function forgetInviteCodes(state: State, time: Time, room = 0): ChatEvent[] {
	const ended = [...state.inviteCodes.values()]
		.filter(code => isUsedUp(code) || isExpired(code, time))
		.map(code => ({code: code.code, at: endOf(code)}))
		.sort((one, other) => one.at - other.at);
	const tooMany = state.inviteCodes.size + room - MAX_INVITE_CODES;
	const codes = ended
		.filter(({at}, index) => index < tooMany || at + KEPT_AFTER_END <= time.now)
		.map(({code}) => code);
	return codes.length > 0 ? [{type: 'inviteCodesForgotten', codes}] : [];
}

/** When a code that has ended did so. */
function endOf({left, lastUsed, expires}: KeptInviteCode): number {
	return (left === 0 ? lastUsed : expires) ?? 0;
}
