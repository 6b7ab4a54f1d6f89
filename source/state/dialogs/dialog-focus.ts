/** Decides when a dialog or form that opened by itself gets the keyboard, so that no key meant elsewhere answers it. */
import {edits} from '../../../terminal/editor.ts';
import type {Dialog} from '../model/dialog.ts';
import type {StateEvent} from '../model/event.ts';
import {formOf} from '../model/place.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';
import {isUnfocused, newDialog, replaceTop, type NewDialog} from './dialogs.ts';

/** Milliseconds that a dialog must have been visible before a click is meant for it. */
export const GLANCE = 300;
/** Maximum milliseconds between two keys of one burst. */
export const BURST = 700;

/**
 * Checks whether a key was meant for the chat, which the form has just covered by itself.
 * @param now milliseconds since 1970
 */
export function isTypedAhead(state: State, now: number): boolean {
	const openedAt = formOf(state)?.openedAt;
	return openedAt !== undefined && now - Math.max(openedAt, state.keyAt) < BURST;
}

/**
 * Opens a dialog that a reply causes before the user is in the chat. The user may be typing a word: until the keys
 * have rested, they go where they went before.
 */
export function openUnfocused(state: State, dialog: NewDialog): State {
	return {...state, dialogs: [...state.dialogs, {...newDialog(dialog), openedAt: state.now}]};
}

/** Focuses a dialog once it was visible and the keys have rested. */
export function focusRestedDialog(state: State): Step {
	const dialog = state.dialogs.at(-1);
	if (dialog?.openedAt === undefined || !isUnfocused(state)) return step(state);
	const left = Math.max(dialog.openedAt + GLANCE, state.keyAt + BURST) - state.now;
	if (left <= 0) return step(focused(state, dialog));
	return step(state, {type: 'after', milliseconds: left, key: 'rest', event: {type: 'keysRested'}});
}

/** Handles a key while the dialog has no focus: typing goes on, Esc and clicks take it, other actions are dropped. */
export function keyWhileUnfocused(
	state: State,
	dialog: Dialog,
	event: StateEvent,
): {readonly state: State; readonly meant: boolean} {
	if (event.type !== 'acted') return {state, meant: event.type === 'clicked'};
	const {action} = event;
	const isClick = typeof action === 'object' && 'pick' in action;
	const isSeen = dialog.openedAt !== undefined && state.now - dialog.openedAt >= GLANCE;
	if (action === 'cancel' || action === 'interrupt' || (isClick && isSeen))
		return {state: focused(state, dialog), meant: false};
	return {state, meant: typeof action !== 'string' || !(action in edits || terminals.has(action))};
}

const terminals: ReadonlySet<string> = new Set(['quit', 'suspend', 'redraw']);

export function focused(state: State, {openedAt: _openedAt, ...dialog}: Dialog): State {
	return replaceTop(state, dialog);
}
