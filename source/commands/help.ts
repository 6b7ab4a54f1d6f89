/** `/help`: all commands and keys, or one command in full. */
import {safeText} from '../../protocol/text.ts';
import {command, optional} from './arguments.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'help',
	aliases: ['?'],
	group: 'the program',
	summary: safeText`all commands and keys, or one command in full`,
	args: {topic: optional(command())},
	run: ({topic}) => ({help: topic === undefined ? {} : {topic}}),
});
