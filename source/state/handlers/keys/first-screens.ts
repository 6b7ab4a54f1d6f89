/** Binds the keys of the first screen and of the sign-in form. */
import {changeForm, formOf, openForm} from '../../model/place.ts';
import {acceptWelcome, chooseWelcome} from '../../actions/first-screen.ts';
import {forgetPerson} from '../../model/initial.ts';
import type {State} from '../../model/state.ts';
import {step, type Step} from '../../model/step.ts';
import {blockedFor} from '../../sign-in/form-refusals.ts';
import {
	changedForm,
	checkField,
	checkForm,
	credentialsOf,
	focusField,
	isComplete,
	isLastRequired,
	switchedForm,
} from '../../sign-in/forms.ts';
import {changes, editing, type Table} from './table.ts';

export const welcome: Table = {
	...editing,
	choicePrevious: changes(state => chooseWelcome(state, -1)),
	choiceNext: changes(state => chooseWelcome(state, 1)),
	accept: acceptWelcome,
	submit: acceptWelcome,
};

export const form: Table = {
	...editing,
	fieldPrevious: changes(state => focusFormField(state, at => at - 1)),
	fieldNext: changes(state => focusFormField(state, at => at + 1)),
	submit: submitForm,
	accept: submitForm,
	switchForm: changes(state => changeForm(state, switchedForm)),
	cancel: changes(leaveForm),
};

export function focusFormField(state: State, to: (focus: number) => number): State {
	return changeForm(state, form => focusField(form, to));
}

/** Enter checks the field and moves to the next; where nothing is missing or wrong, and in the last field that is needed, it submits the form. */
function submitForm(state: State): Step {
	const form = formOf(state);
	if (!form || form.waiting || blockedFor(form, state.now) > 0) return step(state);
	if (!isLastRequired(form) && !isComplete(form, form.kind))
		return step(openForm(state, checkField(form, form.kind)));
	const checked = checkForm(form, form.kind);
	const next = openForm(state, checked);
	return checked.waiting ? step(next, {type: 'signIn', credentials: credentialsOf(checked)}) : step(next);
}

/** Esc: cancels waiting for a reply, else returns to the first screen with the address as typed. */
function leaveForm(state: State): State {
	return formOf(state)?.waiting ? changeForm(state, form => changedForm(form, {})) : forgetPerson(state);
}
