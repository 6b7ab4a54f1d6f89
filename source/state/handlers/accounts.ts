/** Handles the reply to a changed password. */
import {safeText} from '../../../protocol/text.ts';
import {say} from '../chats/saying.ts';
import {step} from '../model/step.ts';
import type {Replies} from './tables.ts';

export const accountReplies: Replies<'changePassword'> = {
	changePassword(state) {
		const closed = {...state, dialogs: state.dialogs.filter(({type}) => type !== 'password')};
		return step(
			say(closed, [safeText`Your password is changed; your other devices must sign in again.`], 'good'),
		);
	},
};
