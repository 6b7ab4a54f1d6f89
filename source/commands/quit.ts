/** `/quit`: leaves; asks first when something has not reached the server. */
import {safeText} from '../../protocol/text.ts';
import {unsentOf} from '../state/chats/conversations.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'quit',
	aliases: ['exit', 'q'],
	group: 'the program',
	consequence: 'leaves',
	summary: safeText`leave chat-tui; you stay signed up, and messages wait for you`,
	run(_args, {state}) {
		const unsent = unsentOf(state);
		return unsent > 0 ? {ask: {type: 'quit', unsent}} : {effects: [{type: 'quit'}]};
	},
});
