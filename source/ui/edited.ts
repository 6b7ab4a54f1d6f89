/** Finds the edited value: an object that differs after each change of its text or of the focused field. */
import {formOf} from '../state/model/place.ts';
import {barOf, dialogOf, editorOf, hasFields, scopeOf} from '../state/keyboard/scope.ts';
import type {State} from '../state/model/state.ts';

/**
 * Returns the edited value.
 * @returns undefined where letters are keys
 */
export function editedIn(state: State): object | undefined {
	switch (scopeOf(state)) {
		case 'dialog':
		case 'holding':
		case 'message':
			return undefined;
		case 'dialogFields': {
			const dialog = dialogOf(state);
			return dialog && hasFields(dialog) ? dialog.form : undefined;
		}
		case 'picker':
		case 'helpSearch':
			return editorOf(state);
		case 'welcome':
			return state.welcome.address;
		case 'form':
			return formOf(state);
		case 'help':
		case 'contacts':
		case 'transcript':
		case 'members':
		case 'bar':
			return barOf(state);
	}
}
