/** `/sessions`: the open chat sessions and their numbers. */
import {safeText} from '../../protocol/text.ts';
import {momentText} from '../state/view/time.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'sessions',
	aliases: ['snum'],
	group: 'talking',
	summary: safeText`your open chat sessions and their numbers`,
	run(_args, {state}) {
		if (state.chats.size === 0)
			return {show: [safeText`You have no open chat session; /chat <user> begins one.`]};
		return {
			show: [...state.chats.values()].map(
				({number, user, since}) =>
					safeText`chat #${number} with ${user}, since ${momentText(since, state.now)}`,
			),
		};
	},
});
