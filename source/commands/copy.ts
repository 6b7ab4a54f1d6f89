/** `/copy`: what was said last, onto the clipboard, without the frames and names around it. */
import {safeText} from '../../protocol/text.ts';
import {isFolded, openConversation} from '../state/chats/conversations.ts';
import type {Message} from '../state/model/state.ts';
import {clockTime} from '../state/view/time.ts';
import {backwards} from '../state/chats/window.ts';
import {count, optional} from './arguments.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'copy',
	group: 'talking',
	summary: safeText`the last message here onto the clipboard, or the last so many`,
	details: [
		safeText`It works where the terminal lets programs copy (OSC 52), also over ssh.`,
		safeText`One message is copied as it was written, several with who said each and when.`,
	],
	args: {count: optional(count())},
	run({count = 1}, {state}) {
		const conversation = openConversation(state);
		const isSeen = (message: Message) => conversation && !isFolded(state.blocked, conversation.id, message);
		const last = conversation
			? [...backwards(conversation.window)].filter(isSeen).slice(0, count).reverse()
			: [];
		const [only] = last;
		if (!only) return {problem: safeText`There is no message here to copy.`};
		const several = safeText`${last.length} messages are copied, where the terminal lets programs copy.`;
		return {
			show: [last.length === 1 ? safeText`Copied, where the terminal lets programs copy.` : several],
			effects: [{type: 'copy', text: last.length === 1 ? only.text : last.map(line).join('\n')}],
		};
	},
});

function line({at, from, text}: Message): string {
	return `${clockTime(at)} ${from}: ${text.replace(/[\r\n]+/g, ' ')}`;
}
