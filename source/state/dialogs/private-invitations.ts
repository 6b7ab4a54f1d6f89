/** Queues and closes the dialogs of private chats that others cause: invitations, and warnings of changed keys. */
import type {UserName} from '../../../protocol/names.ts';
import type {Dialog} from '../model/dialog.ts';
import type {State} from '../model/state.ts';
import {withoutDialogs} from './dialogs.ts';
import {queueDialog} from './pending-dialogs.ts';

type InvitationDialog = Extract<Dialog, {readonly type: 'privateInvitation'}>;

function allOf({dialogs, pendingDialogs}: State): readonly Dialog[] {
	return [...dialogs, ...pendingDialogs];
}

/** @returns the invitation with this id, if it waits for the user's answer */
export function invitationBy(state: State, id: string): InvitationDialog | undefined {
	return allOf(state).find(
		(dialog): dialog is InvitationDialog => dialog.type === 'privateInvitation' && dialog.chat === id,
	);
}

/** Queues the dialog of an invitation, in place of an earlier one of the same user. */
export function queueInvitation(
	state: State,
	invitation: Pick<InvitationDialog, 'chat' | 'user' | 'fingerprint'>,
): State {
	const {chat, user, fingerprint} = invitation;
	return queueDialog(withoutInvitation(state, user), {type: 'privateInvitation', chat, user, fingerprint});
}

/** Closes the dialog of the user's invitation. */
export function withoutInvitation(state: State, user: UserName): State {
	return withoutDialogs(state, dialog => dialog.type === 'privateInvitation' && dialog.user === user);
}

/** Queues the dialog that explains that the user's key is not the pinned one. */
export function warnOfKey(state: State, user: UserName, got: string): State {
	const expected = state.peers.get(user)?.fingerprint ?? '';
	return queueDialog(withoutKeyWarning(state, user), {type: 'changedPeer', user, expected, got});
}

/** Closes the dialog that explains that the user's key is not the pinned one. */
export function withoutKeyWarning(state: State, user: UserName): State {
	return withoutDialogs(state, dialog => dialog.type === 'changedPeer' && dialog.user === user);
}
