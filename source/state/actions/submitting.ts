/** Submits the command bar: runs a command, or sends a message. */
import {commandsFor} from '../../commands/administration.ts';
import {commands} from '../../commands/index.ts';
import {bareCommandIn, commandIn, isCommand, run} from '../../commands/line.ts';
import {shorthandIn} from '../../commands/shorthands.ts';
import {refuse, sentence} from '../../../protocol/refusals.ts';
import {safeText, textFault, type SafeText} from '../../../protocol/text.ts';
import {editBar, lineTaken} from '../command-bar/bar.ts';
import {insert, lineOf} from '../../../terminal/editor.ts';
import {holdLine} from '../chats/held-lines.ts';
import {draftChanges} from '../chats/drafts.ts';
import {keysOf} from '../keyboard/reminders.ts';
import {barOf} from '../keyboard/scope.ts';
import {sendingFault} from '../chats/private-chats.ts';
import {submitEdit} from '../chats/composing.ts';
import {send} from '../chats/sending.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';

export function submit(state: State): Step {
	const line = lineOf(barOf(state));
	if (line.trim() === '') return step(state);
	const held = isForHere(state, line) ? holdLine(state, line) : undefined;
	if (held) return step(held);
	return isTypedCommand(state, line) ? command(state, line) : message(state, line);
}

/** Checks whether a typed line would be a command without the blanks before it. */
function isIndentedCommand(state: State, line: string): boolean {
	return /^\s+\//.test(line) && isTypedCommand(state, line.trimStart());
}

/** Checks whether the line in the bar is a command: what was pasted never is. */
function isTypedCommand(state: State, line: string): boolean {
	return barOf(state).pasted !== true && isCommand(line);
}

/**
 * Enter behind a backslash: begins a new line in its place, except in a command, such as one with a path of Windows.
 * @returns undefined if there is none
 */
export function continued(state: State): Step | undefined {
	const {before, pastedUpTo} = barOf(state);
	if (pastedUpTo === before.length) return undefined; // what is pasted is sent as it is
	if (!before.endsWith('\\') || before.endsWith('\\\\') || isTypedCommand(state, before)) return undefined;
	return step(editBar(state, editor => insert({...editor, before: before.slice(0, -1)}, '\n')));
}

/** Checks whether a line belongs to the open conversation. Commands on the program or the user never wait for it. */
function isForHere(state: State, line: string): boolean {
	const group = isTypedCommand(state, line) ? commandIn(line, commands)?.group : undefined;
	return group !== 'the program' && group !== 'yourself';
}

function message(state: State, line: string): Step {
	if (state.open === undefined)
		return refused(
			state,
			safeText`No conversation is open; choose one on the left, or type /msg and a name.`,
		);
	const edited = submitEdit(state, line);
	if (edited) return 'problem' in edited ? refused(state, edited.problem) : edited;
	const shorthand = state.unsure === line ? undefined : shorthandIn(line);
	if (shorthand) {
		const result = shorthand(lineTaken(state, line));
		if (!('problem' in result)) return result;
		const problem = safeText`${result.problem} ${keysOf('bar', 'submit')} again sends the line as text.`;
		return refused({...state, unsure: line}, problem);
	}

	const meant = bareCommandIn(line, commands);
	if (meant && state.unsure !== line) {
		const problem = safeText`/${meant.name}, with the slash, does what you may mean. ${keysOf('bar', 'submit')} again sends the word to this chat.`;
		return refused({...state, unsure: line}, problem);
	}

	if (isIndentedCommand(state, line) && state.unsure !== line) {
		const problem = safeText`A command begins with its slash, without a blank before it. ${keysOf('bar', 'submit')} again sends the line as text.`;
		return refused({...state, unsure: line}, problem);
	}

	const text = line.startsWith('//') ? line.slice(1) : line;
	const fault = textFault(text);
	const problem = fault ? sentence(refuse(fault)) : sendingFault(state, state.open);
	if (problem) return refused(state, problem);
	const {composing, ...taken} = lineTaken(state, line);
	return send(taken, state.open, text, composing?.type === 'reply' ? {replyTo: composing.to} : {});
}

/** Runs a command that was chosen instead of typed: the bar keeps its text. */
export function runCommand(state: State, line: string): Step {
	return command(state, line, state);
}

/** Runs a command on the state without its line; a problem leaves the line in the bar. */
function command(state: State, line: string, taken = lineTaken(state, line)): Step {
	if (!state.me) return step(state);
	const result = run(line, {state: taken, me: state.me, commands: commandsFor(state.me, commands)});
	if ('problem' in result) return refused(state, result.problem);
	const [after, effects] = result;
	const kept = after.me ? [] : draftChanges(state, taken); // the user who wrote the line may be signed out by it
	return step(after, ...kept, ...effects);
}

/** Refuses the line: it stays in the bar, and the status line shows the reason. */
function refused(state: State, statusMessage: SafeText): Step {
	return step({...state, statusMessage});
}
