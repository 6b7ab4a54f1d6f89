/** Defines the commands that send a sign behind a text: /shrug and /tableflip. */
import {refuse, sentence} from '../../protocol/refusals.ts';
import {safeText, textFault, type SafeText} from '../../protocol/text.ts';
import {optional, text} from '../../terminal/commands/arguments.ts';
import {sendingFault} from '../state/chats/private-chats.ts';
import {send} from '../state/chats/sending.ts';
import {defineCommand, type Context} from './command.ts';

// The summaries are written out: to clean a sign takes expressions that take milliseconds to compile, before the first frame.
export const shrug = sign(
	'shrug',
	'¯\\_(ツ)_/¯',
	safeText`send ¯\\_(ツ)_/¯ here, behind a text if there is one`,
);
export const tableflip = sign(
	'tableflip',
	'(╯°□°)╯︵ ┻━┻',
	safeText`send (╯°□°)╯︵ ┻━┻ here, behind a text if there is one`,
);

function sign(name: string, drawn: string, summary: SafeText) {
	return defineCommand({
		name,
		group: 'talking',
		consequence: 'sends',
		summary,
		args: {text: optional(text())},
		run: ({text}, context) => say(text === undefined ? drawn : `${text} ${drawn}`, context),
	});
}

function say(message: string, {state}: Context) {
	if (state.open === undefined)
		return {problem: safeText`No conversation is open; choose one first, or type /goto and a name.`};
	const fault = textFault(message);
	const problem = fault ? sentence(refuse(fault)) : sendingFault(state, state.open);
	return problem ? {problem} : send(state, state.open, message);
}
