/** Defines the command that searches messages: /search. */
import {safeText} from '../../protocol/text.ts';
import {openSearch} from '../state/dialogs/searching.ts';
import {optional, text} from '../../terminal/commands/arguments.ts';
import {defineCommand} from './command.ts';

export const search = defineCommand({
	name: 'search',
	aliases: ['find', 'grep', 'lastlog'],
	group: 'talking',
	summary: safeText`find messages with these words, here or everywhere`,
	details: [
		safeText`All of the words must occur, in any order; capitals make no difference.`,
		safeText`In the list, Enter goes to the message, and Tab searches all your chats.`,
	],
	args: {text: optional(text())},
	run: ({text = ''}, {state}) => openSearch(state, text),
});
