/** Decides on invite codes: who may make, see and revoke them. */
import {OPERATOR} from '../../../protocol/names.ts';
import type {Administrator} from '../../../protocol/administration.ts';
import {
	INVITE_LIFE,
	MAX_INVITE_CODES,
	MAX_MEMBER_INVITE_CODES,
	type InviteCode,
} from '../../../protocol/invite-codes.ts';
import {refuse} from '../../../protocol/refusals.ts';
import {isAdmin} from '../roles.ts';
import {answer, type AdminRule, type Facts} from '../rule.ts';
import {shortList} from '../short-list.ts';
import type {State} from '../state.ts';
import {forgetInviteCodes, inviteCodeText, openInviteCodes} from './validity.ts';

/** Whose codes somebody may make, see and revoke: admins and the operator all, members their own where the operator lets them. */
export function inviteRights(
	state: State,
	by: Administrator,
	{policy}: Pick<Facts, 'policy'>,
): 'all' | 'own' | undefined {
	if (by === OPERATOR || isAdmin(state, by)) return 'all';
	return policy.memberInvites ? 'own' : undefined;
}

/** Decides on a new code of a user or the operator. A member's code is for one newcomer and at most a week. */
const makeInviteCode: AdminRule<'makeInviteCode'> = (state, by, {uses = 1, life = INVITE_LIFE}, facts) => {
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
};

/** Lists the open codes that a user or the operator may see, the newest first. */
export function visibleInviteCodes(
	state: State,
	by: Administrator,
	facts: Pick<Facts, 'now' | 'policy'>,
): InviteCode[] {
	const rights = inviteRights(state, by, facts);
	return openInviteCodes(state, facts)
		.filter(code => rights === 'all' || code.by === by)
		.map(({lastUsed: _lastUsed, ...code}) => code)
		.reverse();
}

/** Decides on the end of a code. A member who may not see it hears that there is none. */
const revokeInviteCode: AdminRule<'revokeInviteCode'> = (state, by, {code: typed}, facts) => {
	const code = inviteCodeText(typed);
	const isThere = visibleInviteCodes(state, by, facts).some(each => each.code === code);
	if (!isThere) return refuse('noSuchInviteCode', {code});
	return {events: [{type: 'inviteCodeRevoked', code, by}], reply: () => ({})};
};

const listInviteCodes: AdminRule<'listInviteCodes'> = (state, by, _request, facts) => {
	if (!inviteRights(state, by, facts)) return refuse('mayNotInvite');
	const {listed, more} = shortList(visibleInviteCodes(state, by, facts));
	return answer({codes: [...listed], ...more});
};

export const inviteCodeRules = {makeInviteCode, listInviteCodes, revokeInviteCode};
