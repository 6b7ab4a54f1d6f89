/** Decides who owns the keyboard; keys and typed text both ask here. */
import {formOf, isInChat, isWaiting} from '../model/place.ts';
import type {Dialog, FieldsDialog, Picker} from '../model/dialog.ts';
import type {Editor} from '../../../terminal/editor.ts';
import type {State} from '../model/state.ts';

export type Scope =
	/** A dialog whose buttons have letters. */
	| 'dialog'
	/** A dialog with fields to type into. */
	| 'dialogFields'
	/** A dialog with a list that typed text filters. */
	| 'picker'
	/** Nothing yet: what is typed is held for what opens next. */
	| 'holding'
	| 'welcome'
	| 'form'
	| 'help'
	/** The search line of help. */
	| 'helpSearch'
	| 'contacts'
	| 'transcript'
	| 'members'
	| 'bar'
	/** A selected message: letters are keys. */
	| 'message';

export function hasFields(dialog: Dialog): dialog is FieldsDialog {
	return dialog.type === 'password' || dialog.type === 'profile';
}

export function isPicker(dialog: Dialog): dialog is Picker {
	return ['jump', 'search', 'react', 'pins'].includes(dialog.type);
}

/** Returns the dialog that has the keyboard: the top one, unless it opened by itself and was not taken. */
export function dialogOf({dialogs}: State): Dialog | undefined {
	const top = dialogs.at(-1);
	return top?.openedAt === undefined ? top : undefined;
}

/** Checks whether the top dialog opened by itself outside the chat, and has no keyboard yet. */
export function isUnfocused(state: State): boolean {
	return !isInChat(state) && state.dialogs.at(-1)?.openedAt !== undefined;
}

/** Returns the owner of the next key. In the scopes of panes, typed text goes to the command bar all the same. */
export function scopeOf(state: State): Scope {
	const dialog = dialogOf(state);
	if (dialog) return hasFields(dialog) ? 'dialogFields' : isPicker(dialog) ? 'picker' : 'dialog';
	const isDropped = state.place.at === 'welcome' && state.held.length > 0; // what was meant for a form goes on
	if (isWaiting(state) || isUnfocused(state) || isDropped) return 'holding';
	if (state.place.at !== 'chat') return state.place.at;
	if (state.help) return state.help.wanted ? 'helpSearch' : 'help';
	if (state.selected && state.selected.conversation === state.open && state.pane === 'bar') return 'message';
	return state.pane;
}

/**
 * Returns the text that the keyboard edits.
 * @returns undefined where letters are keys
 */
export function editorOf(state: State): Editor | undefined {
	const dialog = dialogOf(state);
	if (dialog && hasFields(dialog)) return dialog.form.fields[dialog.form.focus]?.editor;
	if (dialog) return isPicker(dialog) ? dialog.editor : undefined;
	if (['holding', 'message'].includes(scopeOf(state))) return undefined;
	if (state.place.at === 'welcome') return state.welcome.address;
	const form = formOf(state);
	if (form) return form.fields[form.focus]?.editor;
	return state.help?.wanted ?? barOf(state);
}

/** Whether the focused field of a dialog may have several lines. */
export function isMultiline(state: State): boolean {
	const dialog = dialogOf(state);
	return (
		dialog !== undefined && hasFields(dialog) && dialog.form.fields[dialog.form.focus]?.multiline === true
	);
}

/** Returns the text in the command bar. */
export function barOf(state: State): Editor {
	return state.bar;
}
