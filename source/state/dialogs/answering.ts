/** Answers the top dialog: by letter, by Enter, by Esc or by a click. */
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';
import {definitionOf} from './definitions/index.ts';
import {replaceTop} from './dialogs.ts';
import {postpone} from './pending-dialogs.ts';

const wordsOf: Readonly<Record<string, string>> = {y: 'yes', n: 'no'};

/** Finds the button of the top dialog that a letter, or a word such as `yes`, presses. @returns its letter */
export function choiceTyped({dialogs}: State, typed: string): string | undefined {
	const dialog = dialogs.at(-1);
	if (!dialog || dialog.type === 'copyView') return undefined; // it has no buttons on the screen
	const word = typed.toLowerCase();
	const {choices} = definitionOf(dialog.type);
	return choices.find(({key, label}) => [key, wordsOf[key], label.toLowerCase()].includes(word))?.key;
}

/** Checks whether the top dialog asks nothing, so that who types on may do so. */
export function isNews({dialogs}: State): boolean {
	const dialog = dialogs.at(-1);
	return dialog !== undefined && definitionOf(dialog.type).isNews === true;
}

/** Takes the top dialog away if it asks nothing: somebody types on. */
export function typedOn(state: State): State {
	return isNews(state) ? {...state, dialogs: state.dialogs.slice(0, -1)} : state;
}

/** Closes the top dialog and carries out the choice with this key. An unknown key leaves it open. */
export function answer(state: State, key: string): Step {
	const dialog = state.dialogs.at(-1);
	if (!dialog) return step(state);
	const {choices, escape, answer: carryOut} = definitionOf(dialog.type);
	if (key !== escape && !choices.some(choice => choice.key === key)) return step(state);
	// The next dialog waits for a pause, too: the same key, pressed twice, must not answer both.
	const behind = state.dialogs.slice(0, -1).reverse();
	return carryOut({...state, dialogs: [], pendingDialogs: [...behind, ...state.pendingDialogs]}, dialog, key);
}

/** Esc: takes the harmless choice; a dialog that another user caused is postponed instead. */
export function answerHarmlessly(state: State): Step {
	const dialog = state.dialogs.at(-1);
	if (dialog?.fromOthers && definitionOf(dialog.type).choices.length > 1)
		return step(postpone(state, dialog));
	return dialog ? answer(state, definitionOf(dialog.type).escape) : step(state);
}

/** Enter: presses the chosen button. */
export function answerChosen(state: State): Step {
	return answerAt(state, state.dialogs.at(-1)?.chosen ?? 0);
}

/**
 * Handles a click on a button.
 * @param at index among the buttons, from 0
 */
export function answerAt(state: State, at: number): Step {
	const dialog = state.dialogs.at(-1);
	const choice = dialog && definitionOf(dialog.type).choices[at];
	return choice ? answer(state, choice.key) : step(state);
}

/** Chooses the next or previous button, wrapping round the ends. */
export function chooseNext(state: State, by: 1 | -1): Step {
	const dialog = state.dialogs.at(-1);
	if (!dialog) return step(state);
	const {length} = definitionOf(dialog.type).choices;
	if (length === 0) return step(state);
	return step(replaceTop(state, {...dialog, chosen: (dialog.chosen + by + length) % length}));
}
