/** `/history`: a conversation's log, from so many messages back. */
import {safeText} from '../../protocol/text.ts';
import {conversationOf} from '../state/chats/conversations.ts';
import {count, log, optional} from './arguments.ts';
import {asking} from './asking.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'history',
	aliases: ['history_req'],
	group: 'talking',
	summary: safeText`the log of a conversation, this one or another; older pages come as you scroll`,
	details: [safeText`/history #7 shows the chat session with that number, open or ended.`],
	args: {log: optional(log()), count: optional(count())},
	run({log, count}, {state}) {
		if (typeof log === 'number') return asking(state, {type: 'findChat', number: log});
		const open = log ?? state.open;
		if (open === undefined)
			return {problem: safeText`No conversation is open; say whose log: /history <user>.`};
		const {last} = conversationOf(state, open);
		return count === undefined || last === 0 ? {open} : {open, goTo: Math.max(1, last - count + 1)};
	},
});
