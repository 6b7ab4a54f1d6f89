/** `/msg`: a message to somebody, to oneself or into a room; the conversation that is open stays so. */
import {refuse, sentence} from '../../protocol/refusals.ts';
import {cleanLine, safeText, textFault} from '../../protocol/text.ts';
import {labelOf} from '../state/chats/contacts.ts';
import {conversation, optional, text} from './arguments.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'msg',
	aliases: ['message', 'send', 'm'],
	group: 'talking',
	consequence: 'sends',
	summary: safeText`a message to a user, who may be offline, or a room; without a text: opens it`,
	args: {conversation: conversation(), text: optional(text())},
	run({conversation, text}, {state}) {
		if (text === undefined) return {open: conversation};
		const fault = textFault(text);
		if (fault) return {problem: sentence(refuse(fault))};
		const send = {conversation, text};
		if (state.open === undefined) return {open: conversation, send};
		if (state.open === conversation) return {send};
		return {show: [safeText`To ${labelOf(state, conversation)}: ${cleanLine(text)}`], send};
	},
});
