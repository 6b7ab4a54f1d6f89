/** Kill ring of the command bar: keeps cleared text, and Ctrl-Y brings it back. */
import {safeText} from '../../../protocol/text.ts';
import {editBar, withCleared} from './bar.ts';
import {edits, insert, lineOf, setText} from '../../../terminal/editor.ts';
import {barOf} from '../keyboard/scope.ts';
import type {State} from '../model/state.ts';
import {holdsPrivate, isOffered, withUnsaved} from './unsaved.ts';
import {keysOf} from '../keyboard/reminders.ts';

export const kills = ['deleteToStart', 'deleteToEnd', 'deleteWordBack', 'deleteWordForward'] as const;
type Kill = (typeof kills)[number];

/** Clears a part of the bar; consecutive clearing keys add to one entry of the ring. */
export function kill(state: State, name: Kill): State {
	const {before, after, pasted} = barOf(state);
	const next = editBar({...state, pane: 'bar'}, edits[name]);
	const left = barOf(next);
	const behind = before.slice(left.before.length);
	const ahead = after.slice(0, after.length - left.after.length);
	if (behind + ahead === '') return next;
	const slash = pasted && left.before === '' && behind.startsWith('/') ? '/' : ''; // a pasted slash never begins a command
	const held = state.killing ? (state.cleared.at(-1) ?? '') : '';
	const text = slash + behind + held + ahead;
	const kept = cleared(next, text);
	return holdsPrivate(state) || state.unsaved.has(held) ? withUnsaved(kept, text) : kept;
}

/** Adds text to the kill ring; after another clearing key it replaces that entry, which is part of the text. */
export function cleared(state: State, text: string): State {
	const others = state.killing ? state.cleared.slice(0, -1) : state.cleared;
	return {...withCleared({...state, cleared: others}, text), killing: true};
}

/** Clears the whole bar. */
export function clearBar(state: State): State {
	const line = lineOf(barOf(state));
	const emptied = withCleared(
		editBar(state, editor => setText(editor, '')),
		line,
	);
	return {...emptied, statusMessage: safeText`${keysOf('bar', 'bringBack')} brings it back.`};
}

/** Ctrl-Y: restores the text cleared last; pressed again, the entry before it, wrapping round the ring. */
export function bringBack(state: State): State {
	const {brought} = state;
	const cleared = state.cleared.filter(text => isOffered(state, text));
	const at = ((brought?.at ?? cleared.length) + cleared.length - 1) % cleared.length;
	const text = cleared[at];
	if (text === undefined)
		return {...state, statusMessage: safeText`Nothing was cleared that could be brought back.`};
	const under = brought?.under ?? barOf(state);
	const back = editBar({...state, pane: 'bar'}, ({revision}) => insert({...under, revision}, text));
	const more = cleared.length > 1 && {
		statusMessage: safeText`${keysOf('bar', 'bringBack')} again for the one before`,
	};
	return {...back, brought: {at, under}, ...more};
}
