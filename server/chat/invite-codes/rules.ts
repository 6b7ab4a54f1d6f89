/** Decides on invite codes: who may make, see and revoke them. */
import {
	INVITE_LIFE,
	MAX_INVITE_CODES,
	MAX_MEMBER_INVITE_CODES,
	type InviteCode,
	type Maker,
} from '../../../protocol/invite-codes.ts';
import type {RequestOf} from '../../../protocol/index.ts';
import {refuse} from '../../../protocol/refusals.ts';
import {isAdmin} from '../roles.ts';
import {answer, type Decision, type Facts, type MemberRule} from '../rule.ts';
import {shortList} from '../short-list.ts';
import type {State} from '../state.ts';
import {forgetInviteCodes, inviteCodeText, openInviteCodes} from './validity.ts';

/** Whose codes somebody may make, see and revoke: admins and the operator all, members their own where the operator lets them. */
export function inviteRights(
	state: State,
	by: Maker,
	{policy}: Pick<Facts, 'policy'>,
): 'all' | 'own' | undefined {
	if (by === 'operator' || isAdmin(state, by)) return 'all';
	return policy.memberInvites ? 'own' : undefined;
}

/** Decides on a new code of a user or the operator. A member's code is for one newcomer and at most a week. */
export function decideInviteCode(
	state: State,
	by: Maker,
	{uses = 1, life = INVITE_LIFE}: Pick<RequestOf<'makeInviteCode'>, 'uses' | 'life'>,
	facts: Pick<Facts, 'now' | 'policy' | 'inviteCode'>,
): Decision<'makeInviteCode'> {
	const {now: at, inviteCode: code} = facts;
	const rights = inviteRights(state, by, facts);
	if (!rights) return refuse('mayNotInvite');
	const isBeyond = uses !== 1 || life === 'ever' || life > INVITE_LIFE;
	if (rights === 'own' && isBeyond) return refuse('memberInviteTooMuch');
	const open = openInviteCodes(state, facts);
	const most = rights === 'own' ? MAX_MEMBER_INVITE_CODES : MAX_INVITE_CODES;
	const counted = rights === 'own' ? open.filter(each => each.by === by) : open;
	if (counted.length >= most || open.length >= MAX_INVITE_CODES) return refuse('tooManyInviteCodes', {most});
	if (state.inviteCodes.has(code)) return refuse('busy', {seconds: 1}); // drawn a second time, in some 10¹¹ codes
	const made = {
		code,
		...(uses !== 'any' && {left: uses}),
		...(life !== 'ever' && {expires: at + life}),
		by,
		at,
	};
	return {
		events: [...forgetInviteCodes(state, facts, 1), {type: 'inviteCodeMade', ...made}],
		reply: () => ({made: {...made, used: 0}}),
	};
}

/** Lists the open codes that a user or the operator may see, the newest first. */
export function visibleInviteCodes(
	state: State,
	by: Maker,
	facts: Pick<Facts, 'now' | 'policy'>,
): InviteCode[] {
	const rights = inviteRights(state, by, facts);
	return openInviteCodes(state, facts)
		.filter(code => rights === 'all' || code.by === by)
		.map(({lastUsed: _lastUsed, ...code}) => code)
		.reverse();
}

/** Decides on the end of a code. A member who may not see it hears that there is none. */
function decideRevocation(
	state: State,
	by: Maker,
	typed: string,
	facts: Pick<Facts, 'now' | 'policy'>,
): Decision<'revokeInviteCode'> {
	const code = inviteCodeText(typed);
	const isThere = visibleInviteCodes(state, by, facts).some(each => each.code === code);
	if (!isThere) return refuse('noSuchInviteCode', {code});
	return {events: [{type: 'inviteCodeRevoked', code, by}], reply: () => ({})};
}

const makeInviteCode: MemberRule<'makeInviteCode'> = (state, {session: {user}}, request, facts) =>
	decideInviteCode(state, user, request, facts);

const listInviteCodes: MemberRule<'listInviteCodes'> = (state, {session: {user}}, _request, facts) => {
	if (!inviteRights(state, user, facts)) return refuse('mayNotInvite');
	const {listed, more} = shortList(visibleInviteCodes(state, user, facts));
	return answer({codes: [...listed], ...more});
};

const revokeInviteCode: MemberRule<'revokeInviteCode'> = (state, {session: {user}}, {code}, facts) =>
	decideRevocation(state, user, code, facts);

export const inviteCodeRules = {makeInviteCode, listInviteCodes, revokeInviteCode};
