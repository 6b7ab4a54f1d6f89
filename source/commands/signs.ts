/** Defines the commands that send a sign behind a text: /shrug and /tableflip. */
import {refuse, sentence} from '../../protocol/refusals.ts';
import {safeText, textFault} from '../../protocol/text.ts';
import {optional, text} from '../../terminal/commands/arguments.ts';
import {sendingFault} from '../state/chats/private-chats.ts';
import {send} from '../state/chats/sending.ts';
import {defineCommand, type Context} from './command.ts';

export const shrug = sign('shrug', '¯\\_(ツ)_/¯');
export const tableflip = sign('tableflip', '(╯°□°)╯︵ ┻━┻');

function sign(name: string, drawn: string) {
	return defineCommand({
		name,
		group: 'talking',
		consequence: 'sends',
		summary: safeText`send ${drawn} here, behind a text if there is one`,
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
