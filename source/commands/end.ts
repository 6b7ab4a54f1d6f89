/** `/end`: ends a chat session, for both. */
import {safeText} from '../../protocol/text.ts';
import {chatIn} from '../state/chats/conversations.ts';
import {chatNumber, optional} from './arguments.ts';
import {asking} from './asking.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'end',
	aliases: ['end_request'],
	group: 'talking',
	consequence: 'ends',
	summary: safeText`end a chat session for both; without a number: the one that is open here`,
	args: {number: optional(chatNumber())},
	run({number}, {state}) {
		const here = state.open === undefined ? undefined : chatIn(state, state.open);
		const only = state.chats.size === 1 ? [...state.chats.keys()][0] : undefined;
		const ended = number ?? here?.number ?? only;
		if (ended === undefined)
			return {problem: safeText`Say which chat session: /end <number>; /sessions lists them.`};
		return asking(state, {type: 'endChat', number: ended});
	},
});
