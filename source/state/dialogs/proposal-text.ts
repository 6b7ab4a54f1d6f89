/** Describes friend requests and invitations in words. */
import type {UserName} from '../../../protocol/names.ts';
import type {Proposal} from '../../../protocol/relationships.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';

export function proposalText({kind, from, room}: Proposal): SafeText {
	return kind === 'friend'
		? safeText`${from} wants to be your friend.`
		: safeText`${from} invites you to ${room ?? ''}.`;
}

/** That it waits, and for what: how one answers it, or takes one's own back. */
export function pendingProposalText(proposal: Proposal, me: UserName): SafeText {
	const {kind, from, to, room = ''} = proposal;
	if (kind === 'friend')
		return from === me
			? safeText`${to} has been asked and has not answered yet; /unfriend ${to} takes it back`
			: safeText`${from} wants to be your friend: /friend ${from} agrees, /unfriend ${from} refuses`;
	return from === me
		? safeText`${to} is invited to ${room} and has not answered yet`
		: safeText`${from} invites you to ${room}: /join ${room} accepts, /leave ${room} refuses`;
}
