/** Holds the friend requests and invitations that wait for an answer, and queues their dialogs. */
import {isSameProposal} from '../../../protocol/relationship-rules.ts';
import type {Proposal} from '../../../protocol/relationships.ts';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import type {Dialog} from '../model/dialog.ts';
import {queueDialog} from '../dialogs/pending-dialogs.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';

type ProposalId = Pick<Proposal, 'kind' | 'from' | 'to' | 'room'>;

/** Finds the friend request between the user and another user, in either direction. */
export function friendRequestWith(state: State, other: UserName): Proposal | undefined {
	return state.proposals.find(({kind, from, to}) => kind === 'friend' && (from === other || to === other));
}

/** Lists the invitations into this room that wait for the user's answer. */
export function invitationsTo({proposals, me}: State, room: ConversationId): readonly Proposal[] {
	return proposals.filter(one => one.room === room && one.to === me?.user);
}

/** Adds a proposal; queues its dialog if it is to the user. */
export function addProposal(state: State, proposal: Proposal): State {
	const known = removeProposal(state, proposal);
	return queueProposalDialogs({...known, proposals: [...known.proposals, proposal]}, [proposal]);
}

/** Queues the dialogs of the proposals to the user. */
function queueProposalDialogs(state: State, proposals: readonly Proposal[]): State {
	const forOneself = proposals.filter(({from}) => from !== state.me?.user);
	return queueDialog(state, ...forOneself.map(proposal => ({type: 'proposal', proposal}) as const));
}

/** Removes the proposal, and closes its dialog. */
export function removeProposal(state: State, proposal: ProposalId): State {
	const stays = (dialog: Dialog) => dialog.type !== 'proposal' || !isSameProposal(dialog.proposal, proposal);
	return {
		...state,
		proposals: state.proposals.filter(one => !isSameProposal(one, proposal)),
		dialogs: state.dialogs.filter(stays),
		pendingDialogs: state.pendingDialogs.filter(stays),
	};
}

/** Sets the proposals that the server sends at sign-in. Dialogs that are open stay, if their proposals do. */
export function setProposals(state: State, proposals: readonly Proposal[]): Step {
	const told = new Map(proposals.map(proposal => [keyOf(proposal), proposal]));
	const kept = new Map(state.proposals.map(proposal => [keyOf(proposal), proposal]));
	for (const key of kept.keys()) if (!told.has(key)) kept.delete(key);
	const stays = (dialog: Dialog) => dialog.type !== 'proposal' || kept.has(keyOf(dialog.proposal));
	const fresh = [...told].filter(([key]) => !kept.has(key)).map(([, proposal]) => proposal);
	const settled = {
		...state,
		proposals: [...kept.values(), ...fresh],
		dialogs: state.dialogs.filter(stays),
		pendingDialogs: state.pendingDialogs.filter(stays),
	};
	return step(queueProposalDialogs(settled, fresh));
}

/** Returns the key of a proposal, equal where {@link isSameProposal} holds. */
function keyOf({kind, from, to, room}: ProposalId): string {
	return [kind, from, to, room].join(' ');
}
