/** Describes friend requests and invitations in words. */
import type {UserName} from '../../../protocol/names.ts';
import type {Proposal} from '../../../protocol/relationships.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';

/** Names the kind of a proposal, within a sentence. */
export function nameOf({kind, room}: Proposal): SafeText {
	return kind === 'friend' ? safeText`friend request` : safeText`invitation to ${room ?? ''}`;
}

export function proposalText({kind, from, room}: Proposal): SafeText {
	return kind === 'friend'
		? safeText`${from} wants to be your friend.`
		: safeText`${from} invites you to ${room ?? ''}.`;
}

/** Says that a proposal is pending, and how the user answers it, or withdraws their own. */
export function pendingProposalText(proposal: Proposal, me: UserName): SafeText {
	const {kind, from, to, room = ''} = proposal;
	if (kind === 'friend')
		return from === me
			? safeText`Friend request to ${to} pending; /unfriend ${to} withdraws it`
			: safeText`${from} wants to be your friend: /friend ${from} accepts, /unfriend ${from} declines`;
	return from === me
		? safeText`Invitation of ${to} to ${room} pending`
		: safeText`${from} invites you to ${room}: /join ${room} accepts, /leave ${room} declines`;
}
