/** What is cleared from the command bar at once is kept, and Ctrl-Y brings it back. */
import {safeText} from '../../protocol/text.ts';
import {editBar} from './bar.ts';
import {edits, insert, lineOf, setText} from './editor.ts';
import {barOf} from './scope.ts';
import type {State} from './state.ts';

export const kills = ['deleteToStart', 'deleteToEnd', 'deleteWordBack', 'deleteWordForward'] as const;
type Kill = (typeof kills)[number];

/** Clears a part of the bar; what several such keys in a row have cleared is kept together. */
export function kill(state: State, name: Kill): State {
	const {before, after, pasted} = barOf(state);
	const next = editBar({...state, pane: 'bar'}, edits[name]);
	const left = barOf(next);
	const behind = before.slice(left.before.length);
	const ahead = after.slice(0, after.length - left.after.length);
	if (behind + ahead === '') return next;
	const slash = pasted && left.before === '' && behind.startsWith('/') ? '/' : ''; // a paste is no command afterwards, either
	const held = state.killing ? state.killed : '';
	return {...next, killed: slash + behind + held + ahead, killing: true};
}

/** Empties the whole bar. */
export function clearBar(state: State): State {
	const killed = lineOf(barOf(state));
	return {...editBar(state, editor => setText(editor, '')), killed, hint: safeText`Ctrl-Y brings it back.`};
}

/** Ctrl-Y. */
export function bringBack(state: State): State {
	if (state.killed === '') return {...state, hint: safeText`Nothing was cleared that could be brought back.`};
	return editBar({...state, pane: 'bar'}, editor => insert(editor, state.killed));
}
