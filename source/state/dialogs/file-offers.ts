/** Queues and closes the dialogs of offered files. */
import type {UserName} from '../../../protocol/names.ts';
import type {Dialog} from '../model/dialog.ts';
import type {FileOffer} from '../model/exchange.ts';
import type {State} from '../model/state.ts';
import {withoutDialogs} from './dialogs.ts';
import {queueDialog} from './pending-dialogs.ts';

/** Maximum offers of one user that wait for an answer. */
export const MAX_OFFERS = 4;

type OfferDialog = Extract<Dialog, {readonly type: 'fileOffer'}>;

/** Returns the offers of a user that wait for an answer. */
export function offersOf({dialogs, pendingDialogs}: State, user: UserName): readonly OfferDialog[] {
	return [...dialogs, ...pendingDialogs].filter(
		(dialog): dialog is OfferDialog => dialog.type === 'fileOffer' && dialog.user === user,
	);
}

/** Queues the dialog of an offer; the same offer, told again, has one dialog. */
export function queueOffer(state: State, user: UserName, offer: FileOffer): State {
	return queueDialog(withoutOffer(state, user, offer.id), {type: 'fileOffer', user, offer});
}

export function withoutOffer(state: State, user: UserName, id: string): State {
	return withoutDialogs(
		state,
		dialog => dialog.type === 'fileOffer' && dialog.user === user && dialog.offer.id === id,
	);
}
