/** Says what the typed line is for: a field, a list, an address; nothing for the command bar. */
import {safeText, type SafeText} from '../../protocol/text.ts';
import {dialogOf, hasFields, isPicker, scopeOf} from '../state/keyboard/scope.ts';
import type {Fields} from '../state/model/form.ts';
import {formOf} from '../state/model/place.ts';
import type {State} from '../state/model/state.ts';
import {pickerView} from '../state/pickers/list-dialog.ts';

/** `label` is empty for the command bar; `isHidden`: what is typed is a password. */
export type Prompt = {readonly label: string; readonly isHidden: boolean};

/** @returns undefined while nothing is typed into */
export function promptOf(state: State): Prompt | undefined {
	const dialog = dialogOf(state);
	if (dialog && hasFields(dialog)) return fieldPrompt(dialog.form);
	if (dialog) return isPicker(dialog) ? prompt(pickerView(state, dialog).label) : undefined;
	if (scopeOf(state) === 'holding') return undefined;
	const form = formOf(state);
	if (form) return fieldPrompt(form);
	return state.place.at === 'welcome' ? prompt(safeText`Address`) : {label: '', isHidden: false};
}

function fieldPrompt({fields, focus, waiting}: Fields<string>): Prompt | undefined {
	const field = fields[focus];
	return field && !waiting ? prompt(field.label, field.hidden) : undefined;
}

function prompt(label: SafeText, isHidden = false): Prompt {
	return {label: `${label}: `, isHidden};
}
