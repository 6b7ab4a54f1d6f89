/** Opens, changes and closes dialogs, and says what the top one shows. */
import type {DialogView} from '../../../terminal/layout/dialog.ts';
import type {Dialog} from '../model/dialog.ts';
import type {Fields} from '../model/form.ts';
import type {State} from '../model/state.ts';
import {isUnfocused} from '../keyboard/scope.ts';
import {heldLines} from '../sign-in/held-text.ts';
import {definitionOf} from './definitions/index.ts';

/** A dialog to open. */
export type NewDialog = {
	[T in Dialog['type']]: Omit<
		Extract<Dialog, {readonly type: T}>,
		'chosen' | 'top' | 'fromOthers' | 'openedAt' | 'postponed'
	>;
}[Dialog['type']];

/** Milliseconds that a dialog must have been visible before a key or a click is meant for it. */
export const GLANCE = 300;
/** No button is chosen: no key is meant for the dialog. */
export const NONE = -1;

export function dialogView(state: State): DialogView | undefined {
	const dialog = state.dialogs.at(-1);
	if (!dialog) return undefined;
	const {title, lines, choices} = definitionOf(dialog.type);
	const chosen = isUnfocused(state) ? NONE : dialog.chosen;
	return {
		title: title(dialog),
		lines: [...lines(dialog, state), ...heldLines(state)],
		choices,
		chosen,
		top: dialog.top ?? 0,
	};
}

/** Opens a dialog that the user's own action caused, on top of any other. */
export function openDialog(state: State, dialog: NewDialog): State {
	return {...state, dialogs: [...state.dialogs, newDialog(dialog)]};
}

/** Creates a dialog with its harmless button chosen. */
export function newDialog(dialog: NewDialog): Dialog {
	const {choices, enter} = definitionOf(dialog.type);
	const at = choices.findIndex(({key}) => key === enter);
	return {...dialog, chosen: Math.max(0, at)};
}

export function replaceTop(state: State, dialog: Dialog): State {
	return {...state, dialogs: [...state.dialogs.slice(0, -1), dialog]};
}

/** Checks whether the top dialog has been visible long enough for a key to be meant for it. */
export function isSeen({dialogs, now}: State): boolean {
	const openedAt = dialogs.at(-1)?.openedAt;
	return openedAt !== undefined && now - openedAt >= GLANCE;
}

/** Gives the top dialog the keyboard. */
export function takeFocus(state: State): State {
	const top = state.dialogs.at(-1);
	if (!top) return state;
	const {openedAt: _openedAt, ...dialog} = top;
	return replaceTop(state, dialog);
}

/** Changes the fields of the top dialog, if it has fields. */
export function changeTopFields(state: State, how: <F extends Fields<string>>(form: F) => F): State {
	const top = state.dialogs.at(-1);
	if (top?.type === 'password') return replaceTop(state, {...top, form: how(top.form)});
	return top?.type === 'profile' ? replaceTop(state, {...top, form: how(top.form)}) : state;
}

/** Closes all dialogs at a sign-out; proposals wait for the next sign-in. */
export function closeAll(state: State): State {
	const asked = [...state.dialogs, ...state.pendingDialogs].filter(({type}) => type === 'proposal');
	return {...state, dialogs: [], pendingDialogs: asked.map(({openedAt: _openedAt, ...dialog}) => dialog)};
}

/** Closes the dialogs that are gone, open or pending. */
export function withoutDialogs(state: State, isGone: (dialog: Dialog) => boolean): State {
	const stays = (dialog: Dialog) => !isGone(dialog);
	const dialogs = state.dialogs.filter(stays);
	const pendingDialogs = state.pendingDialogs.filter(stays);
	const isSame =
		dialogs.length === state.dialogs.length && pendingDialogs.length === state.pendingDialogs.length;
	return isSame ? state : {...state, dialogs, pendingDialogs};
}
