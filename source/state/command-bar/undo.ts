/** Remembers what stood in the command bar before it was edited, so that Ctrl-_ undoes step by step. */
import {safeText} from '../../../protocol/text.ts';
import {lineOf, textOf, type Editor} from '../../../terminal/editor.ts';
import {barOf} from '../keyboard/scope.ts';
import type {StateEvent} from '../model/event.ts';
import type {State} from '../model/state.ts';
import {editBar, withCleared} from './bar.ts';

/** Maximum steps that are undone. */
const MAX_STEPS = 100;

/**
 * Remembers the text before a change, for as long as it is not sent and its conversation is open. Letters typed in a row are one step
 * up to a blank: most of them cost nothing here.
 */
export function withUndo(before: State, after: State, event: StateEvent): State {
	if (before.bar === after.bar || isUndo(event)) return after;
	if (before.open !== after.open || isSent(event)) return without(after);
	const isTyped = event.type === 'edited';
	if (isTyped && after.undo?.isTyped && !after.bar.before.endsWith(' ')) return after;
	if (textOf(before.bar) === textOf(after.bar)) return after;
	const steps = (after.undo?.steps ?? 0) + 1;
	const earlier = after.undo && steps <= MAX_STEPS ? {earlier: after.undo} : {};
	return {...after, undo: {text: before.bar, isTyped, steps: steps > MAX_STEPS ? 1 : steps, ...earlier}};
}

/** Ctrl-_: undoes the last change; Ctrl-Y brings back the longest text that was undone. */
export function undo(state: State): State {
	const {undo: last, ...rest} = state;
	if (!last) return {...state, statusMessage: safeText`Nothing is left to undo in this line.`};
	const line = lineOf(barOf(state));
	const isKept = state.cleared.at(-1)?.startsWith(line) ?? false;
	const kept = isKept ? rest : withCleared(rest, line);
	const undone = editBar({...kept, pane: 'bar'}, ({revision}): Editor => ({
		...last.text,
		revision: revision + 1,
	}));
	return {...undone, ...(last.earlier && {undo: last.earlier})};
}

function without({undo: _sent, ...state}: State): State {
	return state;
}

function isUndo(event: StateEvent): boolean {
	return event.type === 'acted' && event.action === 'undo';
}

function isSent(event: StateEvent): boolean {
	return event.type === 'acted' && (event.action === 'submit' || event.action === 'accept');
}
