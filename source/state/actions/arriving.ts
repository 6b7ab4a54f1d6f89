/** Opens the conversation that a command waited for, and sends the lines held for it. */
import type {ConversationId} from '../../../protocol/names.ts';
import {setBar} from '../command-bar/bar.ts';
import {EMPTY, lineOf, setText} from '../../../terminal/editor.ts';
import {showLines} from '../chats/held-lines.ts';
import {switchTo} from '../chats/opening.ts';
import {barOf} from '../keyboard/scope.ts';
import type {State} from '../model/state.ts';
import {andThen, step, type Step} from '../model/step.ts';
import {submit} from './submitting.ts';

/**
 * Opens the conversation, and sends the held lines there. Text in the bar that belongs to another conversation
 * stays in it, and that conversation stays open.
 * @param goTo sequence of the message to show
 */
export function openAwaited(state: State, id: ConversationId, goTo?: number): Step {
	const {awaitedOpening, ...there} = state;
	const typed = lineOf(barOf(state));
	const along = awaitedOpening !== undefined && awaitedOpening.from === state.open;
	if (!along && typed !== '' && state.open !== id) return step(there);
	if (!along) return step(switchTo(there, id, goTo));
	const {statusMessage, ...arrived} = switchTo(setBar(there, EMPTY), id, goTo);
	const isHeld = awaitedOpening.lines.length > 0; // the status line said so until now
	return sendHeld(
		isHeld || statusMessage === undefined ? arrived : {...arrived, statusMessage},
		awaitedOpening.lines,
		typed,
	);
}

function sendHeld(state: State, lines: readonly string[], typed: string): Step {
	const [line, ...rest] = lines;
	if (line === undefined) return step(showLines(state, [lineOf(barOf(state)), typed]));
	const sent = submit(setBar(state, setText(barOf(state), line)));
	return andThen(sent, next => {
		if (next.awaitedOpening)
			return step(showLines({...next, awaitedOpening: {...next.awaitedOpening, lines: rest}}, [typed]));
		const isTaken = lineOf(barOf(next)) !== line;
		return isTaken ? sendHeld(next, rest, typed) : step(showLines(next, [line, ...rest, typed]));
	});
}
