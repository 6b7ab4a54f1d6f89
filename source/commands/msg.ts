/** `/msg`: a message to somebody, to oneself or into a room, whatever conversation is open. */
import {refuse, sentence} from '../../protocol/refusals.ts';
import {safeText, textFault} from '../../protocol/text.ts';
import {conversation, optional, text} from './arguments.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'msg',
	aliases: ['message', 'send', 'm'],
	group: 'talking',
	summary: safeText`a message to a user, who may be offline, or a room; without a text: opens it`,
	args: {conversation: conversation(), text: optional(text())},
	run({conversation, text}) {
		if (text === undefined) return {open: conversation};
		const fault = textFault(text);
		if (fault) return {problem: sentence(refuse(fault))};
		return {open: conversation, send: {conversation, text}};
	},
});
