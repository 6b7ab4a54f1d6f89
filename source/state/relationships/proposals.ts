/** Holds the friend requests and invitations that wait for an answer, and queues their dialogs. */
import {isSameProposal, type Proposal} from '../../../protocol/relationships.ts';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import type {Dialog} from '../model/dialog.ts';
import {queueDialog} from '../dialogs/dialogs.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';

type ProposalId = Pick<Proposal, 'kind' | 'from' | 'to' | 'room'>;

/** The question between these two to be friends, whoever asked. */
export function friendRequestWith(state: State, other: UserName): Proposal | undefined {
	return state.proposals.find(({kind, from, to}) => kind === 'friend' && (from === other || to === other));
}

/** The invitations into this room that wait for one's answer. */
export function invitationsTo({proposals, me}: State, room: ConversationId): readonly Proposal[] {
	return proposals.filter(one => one.room === room && one.to === me?.user);
}

/** One more question waits; its dialog opens when it is for oneself. */
export function addProposal(state: State, proposal: Proposal): State {
	const known = removeProposal(state, proposal);
	return queueProposalDialogs({...known, proposals: [...known.proposals, proposal]}, [proposal]);
}

/** The dialogs of those that are for oneself wait for a pause. */
function queueProposalDialogs(state: State, proposals: readonly Proposal[]): State {
	const forOneself = proposals.filter(({from}) => from !== state.me?.user);
	return queueDialog(state, ...forOneself.map(proposal => ({type: 'proposal', proposal}) as const));
}

/** The question no longer waits, and nor does its dialog. */
export function removeProposal(state: State, proposal: ProposalId): State {
	const stays = (dialog: Dialog) => dialog.type !== 'proposal' || !isSameProposal(dialog.proposal, proposal);
	return {
		...state,
		proposals: state.proposals.filter(one => !isSameProposal(one, proposal)),
		dialogs: state.dialogs.filter(stays),
		pendingDialogs: state.pendingDialogs.filter(stays),
	};
}

/** All that wait, as the server says at sign-in. The dialogs that are open already stay, if their questions do. */
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

/** The same for what {@link isSameProposal} takes for the same. */
function keyOf({kind, from, to, room}: ProposalId): string {
	return [kind, from, to, room].join(' ');
}
