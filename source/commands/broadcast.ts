/** `/broadcast`: a message to everyone who is on. */
import {safeText, textFault} from '../../protocol/text.ts';
import {refuse, sentence} from '../../protocol/refusals.ts';
import {text} from './arguments.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'broadcast',
	group: 'talking',
	consequence: 'sends',
	summary: safeText`a message to everyone who is on, except those who have blocked you`,
	details: [
		safeText`It stands under notices, there and here. You are told if somebody could not be reached.`,
	],
	args: {text: text()},
	run({text}) {
		const fault = textFault(text);
		return fault ? {problem: sentence(refuse(fault))} : {broadcast: text};
	},
});
