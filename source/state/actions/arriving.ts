/** The answer that opens a conversation has come: what was written on the way goes along, and out. */
import type {ConversationId} from '../../../protocol/names.ts';
import {setBar} from '../command-bar/bar.ts';
import {EMPTY, lineOf, setText} from '../../../terminal/editor.ts';
import {withLines} from '../chats/going.ts';
import {openIt} from '../chats/opening.ts';
import {barOf} from '../keyboard/scope.ts';
import type {State} from '../model/state.ts';
import {andThen, step, type Step} from '../model/step.ts';
import {submit} from './submitting.ts';

/**
 * Opens the conversation, and sends there the lines that were held. Text in the bar that belongs to
 * another conversation stays in it, and so does its writer.
 */
export function arrive(state: State, id: ConversationId, goTo?: number): Step {
	const {going, ...there} = state;
	const typed = lineOf(barOf(state));
	const along = going !== undefined && going.from === state.open;
	if (!along && typed !== '' && state.open !== id) return step(there);
	if (!along) return step(openIt(there, id, goTo));
	const {hint, ...arrived} = openIt(setBar(there, EMPTY), id, goTo);
	const isHeld = going.lines.length > 0; // then the hint says so, until now
	return sendHeld(isHeld || hint === undefined ? arrived : {...arrived, hint}, going.lines, typed);
}

function sendHeld(state: State, lines: readonly string[], typed: string): Step {
	const [line, ...rest] = lines;
	if (line === undefined) return step(withLines(state, [lineOf(barOf(state)), typed]));
	const sent = submit(setBar(state, setText(barOf(state), line)));
	return andThen(sent, next => {
		if (next.going) return step(withLines({...next, going: {...next.going, lines: rest}}, [typed]));
		const isTaken = lineOf(barOf(next)) !== line;
		return isTaken ? sendHeld(next, rest, typed) : step(withLines(next, [line, ...rest, typed]));
	});
}
