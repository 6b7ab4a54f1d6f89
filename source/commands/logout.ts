/** `/logout`: signs out and returns to the sign-in form. */
import {safeText} from '../../protocol/text.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'logout',
	aliases: ['signout', 'disconnect'],
	group: 'yourself',
	consequence: 'ends',
	summary: safeText`sign out and return to the sign-in screen`,
	details: [safeText`What has not reached the server yet is kept, and goes out when you are back.`],
	run: () => ({leave: true, effects: [{type: 'signOut'}]}),
});
