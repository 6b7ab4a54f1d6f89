/** Decides when a dialog or form that opened by itself gets the keyboard, so that no key meant elsewhere answers it. */
import type {Dialog} from '../model/dialog.ts';
import {formOf} from '../model/place.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';
import {isUnfocused} from '../keyboard/scope.ts';
import {BURST, withoutHeld} from '../sign-in/held-text.ts';
import {answer, choiceTyped} from './answering.ts';
import {GLANCE, newDialog, replaceTop, takeFocus, type NewDialog} from './dialogs.ts';

/**
 * Checks whether a key was meant for the chat, which the form has just covered by itself.
 * @param now milliseconds since 1970
 */
export function isTypedAhead(state: State, now: number): boolean {
	const openedAt = formOf(state)?.openedAt;
	return openedAt !== undefined && now - Math.max(openedAt, state.keyAt) < BURST;
}

/**
 * Opens a dialog that a reply causes before the user is in the chat. The user may be typing ahead: until the keys have
 * rested, what is typed is held.
 */
export function openUnfocused(state: State, dialog: NewDialog): State {
	return {...state, dialogs: [...state.dialogs, {...newDialog(dialog), openedAt: state.now}]};
}

/** Takes the keyboard from the top dialog until the keys have rested: somebody types ahead without having looked. */
export function lettingType(state: State): State {
	const top = state.dialogs.at(-1);
	return top ? replaceTop(state, {...top, openedAt: state.now}) : state;
}

/** Focuses a dialog once it was visible and the keys have rested. The letter or the word of a button, typed alone meanwhile, with or without Enter, presses it then. */
export function focusRestedDialog(state: State): Step {
	const dialog = state.dialogs.at(-1);
	if (dialog?.openedAt === undefined || !isUnfocused(state)) return step(state);
	const left = Math.max(dialog.openedAt + GLANCE, restsAt(state, dialog)) - state.now;
	if (left > 0)
		return step(state, {type: 'after', milliseconds: left, key: 'rest', event: {type: 'keysRested'}});
	const focused = takeFocus(state);
	const [typed = '', ...after] = state.held;
	const key = after.join('') === '' ? choiceTyped(state, typed) : undefined;
	return key === undefined ? step(focused) : answer(withoutHeld(focused), key);
}

/** Returns when a key is no longer of what was being typed when the dialog opened. Of whom to trust, any last key counts. */
function restsAt({held, keyAt}: State, {type}: Dialog): number {
	return held.length > 0 || type !== 'newcomer' ? keyAt + BURST : 0;
}
