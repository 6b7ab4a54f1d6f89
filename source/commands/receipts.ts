/** `/receipts`: how far one’s last message here has come. */
import {safeText} from '../../protocol/text.ts';
import {openConversation} from '../state/chats/conversations.ts';
import {backwards} from '../state/chats/window.ts';
import {asking} from './asking.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'receipts',
	group: 'talking',
	summary: safeText`how many have received and read your last message here`,
	run(_args, {state, me}) {
		const {open} = state;
		const here = openConversation(state);
		const own = here && [...backwards(here.window)].find(({from}) => from === me.user);
		if (open === undefined || !own) return {problem: safeText`You have sent nothing here yet.`};
		return asking(state, {type: 'receipts', conversation: open, sequence: own.sequence});
	},
});
