/** Binds the keys of dialogs: buttons, fields, and lists. */
import {edits} from '../../../../terminal/editor.ts';
import {editFocused} from '../../actions/typing.ts';
import {answerChosen, answerHarmlessly, chooseNext} from '../../dialogs/answering.ts';
import {changeTopFields, replaceTop} from '../../dialogs/dialogs.ts';
import {scrollDialog} from '../../dialogs/scroll-dialog.ts';
import {acceptPicked, elsewhere, pick, PICKED_PAGE} from '../../pickers/list-dialog.ts';
import {saveProfile} from '../../dialogs/profile-form.ts';
import {hasFields, isMultiline} from '../../keyboard/scope.ts';
import type {Dialog, FieldsDialog} from '../../model/dialog.ts';
import type {State} from '../../model/state.ts';
import {step, type Step} from '../../model/step.ts';
import {checkField, checkForm, focusField, valuesOf} from '../../sign-in/forms.ts';
import {changes, editing, scrolling, type Table} from './table.ts';

export const dialog: Table = {
	...scrolling(scrollDialog),
	choicePrevious: state => chooseNext(state, -1),
	choiceNext: state => chooseNext(state, 1),
	accept: answerChosen,
	submit: answerChosen,
	cancel: answerHarmlessly,
	interrupt: answerHarmlessly,
};

export const dialogFields: Table = {
	...editing,
	newline: changes(state => (isMultiline(state) ? editFocused(state, edits.newline) : state)),
	fieldPrevious: changes(state => focusDialogField(state, at => at - 1)),
	fieldNext: changes(state => focusDialogField(state, at => at + 1)),
	submit: submitFields,
	accept: submitFields,
	cancel: answerHarmlessly,
	interrupt: answerHarmlessly,
};

export const picker: Table = {
	...editing,
	choicePrevious: changes(state => pick(state, -1)),
	choiceNext: changes(state => pick(state, 1)),
	pageUp: changes(state => pick(state, -PICKED_PAGE)),
	pageDown: changes(state => pick(state, PICKED_PAGE)),
	searchElsewhere: elsewhere,
	accept: acceptPicked,
	submit: acceptPicked,
	cancel: answerHarmlessly,
	interrupt: answerHarmlessly,
};

export function focusDialogField(state: State, to: (focus: number) => number): State {
	return changeTopFields(state, form => focusField(form, to));
}

/** Enter: checks the field and goes to the next; in the last one, submits them all. */
function submitFields(state: State): Step {
	const top = state.dialogs.at(-1);
	if (!top || !hasFields(top) || top.form.waiting) return step(state);
	if (top.form.focus < top.form.fields.length - 1) return step(onwards(state, top));
	return top.type === 'profile' ? saveProfile(state, top) : submitPassword(state, top);
}

/** Goes on to the next field; the fields of a password are checked. */
function onwards(state: State, top: FieldsDialog): State {
	if (top.type === 'profile') return focusDialogField(state, at => at + 1);
	return replaceTop(state, {...top, form: checkField(top.form, 'password', state.me?.user)});
}

function submitPassword(state: State, top: Extract<Dialog, {readonly type: 'password'}>): Step {
	const checked = checkForm(top.form, 'password', state.me?.user);
	const next = replaceTop(state, {...top, form: checked});
	const {old, password} = valuesOf(checked);
	return checked.waiting
		? step(next, {type: 'request', request: {type: 'changePassword', old, new: password}})
		: step(next);
}
