/** Opens, searches and closes the help pane; view/help.ts says which of its rows are shown. */
import {setText, EMPTY, textOf} from '../../../terminal/editor.ts';
import type {State} from '../model/state.ts';

export function openHelp(state: State, {topic, words}: {topic?: string; words?: string}): State {
	const wanted = words !== undefined && {wanted: setText(EMPTY, words)};
	return {...state, help: {...(topic !== undefined && {topic}), ...wanted, row: 0}};
}

export function toggleHelp({help, ...state}: State): State {
	return help ? state : openHelp(state, {});
}

export function searchHelp(state: State): State {
	return openHelp(state, {words: ''});
}

/** Opens help by a `?` typed into the empty bar: typing on takes it for a text after all. */
export function openHelpByMark(state: State): State {
	const {bar} = state;
	return {...state, bar: {...bar, revision: bar.revision + 1}, help: {row: 0, isByMark: true}};
}

/** Closes help that a mark has opened where something is typed on: the mark is the beginning of that text. */
export function withMark(state: State, type: (state: State) => State): State {
	const {help, ...closed} = state;
	if (!help?.isByMark || textOf(state.bar) !== '') return type(state);
	const typed = type(closed);
	return {...typed, bar: setText(typed.bar, `?${textOf(typed.bar)}`)};
}

/** Closes the search of help first, then help. */
export function closeHelp({help, ...state}: State): State {
	return help?.wanted && textOf(help.wanted) !== '' ? openHelp(state, {words: ''}) : state;
}
