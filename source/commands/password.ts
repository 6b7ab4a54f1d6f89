/** `/password`: changes one's own, asked for in a dialog, so that it never stands in the command bar. */
import {safeText} from '../../protocol/text.ts';
import {passwordFields} from '../state/sign-in/forms.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'password',
	group: 'yourself',
	summary: safeText`change your password`,
	details: [safeText`Your other devices must sign in again with the new one.`],
	run: () => ({ask: {type: 'password', form: passwordFields()}}),
});
