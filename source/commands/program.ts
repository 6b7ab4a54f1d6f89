/** Defines the commands of the program itself: /help and /quit. */
import {safeText} from '../../protocol/text.ts';
import {quit as quitProgram} from '../state/dialogs/quitting.ts';
import {step} from '../state/model/step.ts';
import {editInEditor} from '../state/command-bar/external-editor.ts';
import {openHelp} from '../state/panes/help-pane.ts';
import {say, withoutNotices} from '../state/chats/saying.ts';
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

export const keys = defineCommand({
	name: 'keys',
	group: 'the program',
	summary: safeText`show what each key does`,
	run: (_args, {state}) => step(openHelp(state, {topic: 'keys'})),
});

export const reconnect = defineCommand({
	name: 'reconnect',
	aliases: ['connect'],
	group: 'the program',
	summary: safeText`connect to the server now, instead of waiting for the next try`,
	details: [safeText`To go to another server: /logout, then type its address.`],
	run: (_args, {state}) =>
		state.link.status === 'online'
			? step(say(state, [safeText`You are connected.`]))
			: step(state, {type: 'retryNow'}),
});

export const editor = defineCommand({
	name: 'editor',
	group: 'the program',
	isNoMessage: true,
	summary: safeText`write the message in your editor, the one that $VISUAL or $EDITOR names`,
	run: (_args, {state}) => editInEditor(state),
});

export const clear = defineCommand({
	name: 'clear',
	group: 'the program',
	summary: safeText`take away the lines of the program here; messages stay`,
	run: (_args, {state}) => step(withoutNotices(state)),
});

export const quit = defineCommand({
	name: 'quit',
	aliases: ['exit', 'q', 'wq'],
	group: 'the program',
	consequence: 'leaves',
	isNoMessage: true,
	summary: safeText`quit chat-tui; your account stays, and messages wait for you`,
	run: (_args, {state}) => quitProgram(state),
});
