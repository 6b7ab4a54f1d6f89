/** Defines the commands of the program itself: /help and /quit. */
import {safeText} from '../../protocol/text.ts';
import {quit as quitProgram} from '../state/dialogs/quitting.ts';
import {step} from '../state/model/step.ts';
import {openHelp} from '../state/panes/help-pane.ts';
import {optional, topic} from '../../terminal/commands/arguments.ts';
import {defineCommand} from './command.ts';

export const help = defineCommand({
	name: 'help',
	aliases: ['?'],
	group: 'the program',
	isNoMessage: true,
	summary: safeText`show all commands and keys, one command, or what help says of some words`,
	args: {topic: optional(topic())},
	run({topic}, {state, commands}) {
		if (topic === undefined) return step(openHelp(state, {}));
		const isCommand = commands.some(({name}) => name === topic);
		return step(openHelp(state, isCommand ? {topic} : {words: topic}));
	},
});

export const quit = defineCommand({
	name: 'quit',
	aliases: ['exit', 'q'],
	group: 'the program',
	consequence: 'leaves',
	isNoMessage: true,
	summary: safeText`quit chat-tui; your account stays, and messages wait for you`,
	run: (_args, {state}) => quitProgram(state),
});
