/** Defines the command of one's own account: /password. Its dialog keeps passwords out of the command bar. */
import {safeText} from '../../protocol/text.ts';
import {openDialog} from '../state/dialogs/dialogs.ts';
import {step} from '../state/model/step.ts';
import {passwordFields} from '../state/sign-in/forms.ts';
import {defineCommand} from './command.ts';

export const password = defineCommand({
	name: 'password',
	group: 'yourself',
	summary: safeText`change your password`,
	details: [safeText`Your other devices must sign in again with the new one.`],
	run: (_args, {state}) => step(openDialog(state, {type: 'password', form: passwordFields()})),
});
