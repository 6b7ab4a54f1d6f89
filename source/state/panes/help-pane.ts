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

/** Closes the search of help first, then help. */
export function closeHelp({help, ...state}: State): State {
	return help?.wanted && textOf(help.wanted) !== '' ? openHelp(state, {words: ''}) : state;
}
