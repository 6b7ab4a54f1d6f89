/** The command bar: each conversation keeps a draft of its own, and the lines sent before can be called back. */
import {lineOf, setText, textOf, type Editor} from './editor.ts';
import {barOf} from './scope.ts';
import type {State} from './state.ts';

const MOST_LINES = 500;

/** Changes the text in the bar. Whatever walked through it, completion or recall, begins anew. */
export function editBar(state: State, how: (editor: Editor) => Editor): State {
	const before = barOf(state);
	const after = how(before);
	const {completion, ...rest} = state;
	const {lines} = state.recall;
	return setBar({...rest, recall: {lines, at: lines.length, kept: after}}, after);
}

/** The text in the bar, and nothing else changed. */
export function setBar(state: State, editor: Editor): State {
	return {...state, bar: editor};
}

/** Empties the bar; the line is kept among those sent, and what becomes of it is not hidden by help. */
export function lineTaken(state: State, line: string): State {
	const {lines} = state.recall;
	const kept = lines.at(-1) === line ? lines : [...lines, line].slice(-MOST_LINES);
	const {help, ...seen} = state;
	const emptied = editBar(seen, editor => setText(editor, ''));
	return {...emptied, recall: {...emptied.recall, lines: kept, at: kept.length}};
}

/** Up and Down: through the lines sent before, and back to what stood there. */
export function recall(state: State, by: 1 | -1): State {
	const {lines, at} = state.recall;
	return recallLine(state, Math.max(0, Math.min(lines.length, at + by)));
}

/** Ctrl-R: the next older line that holds what was typed. */
export function searchBack(state: State): State {
	const {lines, at, kept} = state.recall;
	const wanted = textOf(at === lines.length ? barOf(state) : kept).toLowerCase();
	const found = lines.findLastIndex((line, index) => index < at && line.toLowerCase().includes(wanted));
	return found === -1 ? state : recallLine(state, found);
}

function recallLine(state: State, to: number): State {
	const {lines, at, kept} = state.recall;
	if (to === at) return state;
	const before = at === lines.length ? barOf(state) : kept;
	const text = to === lines.length ? lineOf(before) : (lines[to] ?? '');
	const {completion, ...rest} = state;
	return setBar({...rest, recall: {lines, at: to, kept: before}}, setText(barOf(state), text));
}
