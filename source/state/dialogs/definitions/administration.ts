/** Defines the dialog that asks an admin before they act on another user. */
import {safeText, type SafeText} from '../../../../protocol/text.ts';
import type {ModerationRequest} from '../../model/dialog.ts';
import {step} from '../../model/step.ts';
import {spanText} from '../../text/time.ts';
import {no, type Definitions} from './definition.ts';

function titleOf({type, user}: ModerationRequest): SafeText {
	if (type === 'kick') return safeText`Sign ${user} out?`;
	return type === 'ban' ? safeText`Ban ${user}?` : safeText`Reset the password of ${user}?`;
}

function linesOf(request: ModerationRequest): readonly SafeText[] {
	const {user} = request;
	switch (request.type) {
		case 'kick':
			return [safeText`All sessions of ${user} end. They may sign in again with their password.`];
		case 'ban': {
			const {milliseconds, network} = request;
			const end =
				milliseconds === undefined ? safeText`until you lift it` : safeText`for ${spanText(milliseconds)}`;
			return [
				safeText`${user} is signed out, and cannot sign in ${end}.`,
				...(network ? [safeText`Nor can anybody else, except admins, from where ${user} is now.`] : []),
			];
		}

		case 'resetPassword':
			return [
				safeText`All sessions of ${user} end. You get a one-time password for them, with which they choose a new one.`,
			];
		default:
			return request satisfies never;
	}
}

export const administrationDialogs: Definitions<'moderate'> = {
	moderate: {
		title: ({request}) => titleOf(request),
		lines({request}) {
			const reason = 'reason' in request ? request.reason : undefined;
			return [...linesOf(request), ...(reason ? [safeText`They read: ${reason}`] : [])];
		},
		choices: [no, {key: 'y', label: safeText`Yes`}],
		enter: 'n',
		escape: 'n',
		answer: (state, {request, shownIn}, key) =>
			key === 'y' ? step(state, {type: 'request', request, ...(shownIn && {shownIn})}) : step(state),
	},
};
