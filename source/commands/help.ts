/** `/help`: all commands and keys, one command in full, or what some words are about. */
import {safeText} from '../../protocol/text.ts';
import {optional, topic} from './arguments.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'help',
	aliases: ['?'],
	group: 'the program',
	summary: safeText`all commands and keys, one command in full, or what is about a word`,
	args: {topic: optional(topic())},
	run({topic}, {commands}) {
		if (topic === undefined) return {help: {}};
		return {help: commands.some(({name}) => name === topic) ? {topic} : {words: topic}};
	},
});
