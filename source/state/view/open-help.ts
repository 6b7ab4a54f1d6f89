/** Opens the help, on everything, on one command or searched for some words. */
import {EMPTY, setText} from '../keyboard/editor.ts';
import type {State} from '../model/state.ts';

/** @param about `topic`: the name of a command; `words`: what to search for */
export function openHelp(state: State, {topic, words}: {topic?: string; words?: string}): State {
	const wanted = words !== undefined && {wanted: setText(EMPTY, words)};
	return {...state, help: {...(topic !== undefined && {topic}), ...wanted, row: 0}};
}
