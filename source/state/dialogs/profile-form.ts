/** Opens, fills, checks and saves the form of the user's own profile. */
import {safeText, type SafeText} from '../../../protocol/text.ts';
import {EMPTY, setText, textOf} from '../../../terminal/editor.ts';
import {profileLabels} from '../exchange/profile-text.ts';
import type {Dialog} from '../model/dialog.ts';
import {MAX_PROFILE, type ProfileFields, type ShownProfile} from '../model/exchange.ts';
import type {Field, Fields, ProfileField} from '../model/form.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';
import {changedForm, withProblem} from '../sign-in/forms.ts';
import {openDialog, replaceTop, withoutDialogs} from './dialogs.ts';

type ProfileDialog = Extract<Dialog, {readonly type: 'profile'}>;

const names = Object.keys(profileLabels) as ProfileField[]; // the keys of the table

const blank: ProfileFields = {
	displayName: '',
	city: '',
	languages: '',
	work: '',
	interests: '',
	phone: '',
	lines: [],
};

function formOf(told: ProfileFields): Fields<ProfileField> {
	const fields = names.map((name): Field<ProfileField> => {
		const field = {name, label: profileLabels[name], hidden: false};
		if (name !== 'lines') return {...field, editor: setText(EMPTY, told[name])};
		return {...field, multiline: true, editor: setText(EMPTY, told.lines.join('\n'))};
	});
	return {fields, focus: 0, waiting: false};
}

/** Opens the form; it waits until the profile is read. */
export function openProfile(state: State): State {
	return openDialog(state, {type: 'profile', step: 'reading', form: {...formOf(blank), waiting: true}});
}

/** Fills the form that waits for the user's profile; without one, its fields stay empty. */
export function fillProfile(state: State, profile?: ShownProfile): State {
	return changeProfile(state, dialog =>
		dialog.step === 'reading' ? {...dialog, step: 'editing', form: formOf(profile ?? blank)} : dialog,
	);
}

/** @returns what the user's form is waiting for; undefined where none is open */
export function profileStep(state: State): ProfileDialog['step'] | undefined {
	const all = [...state.dialogs, ...state.pendingDialogs];
	return all.find((one): one is ProfileDialog => one.type === 'profile')?.step;
}

/** Places the reason why the profile was not read or not saved above the key hints; the text stays. */
export function failProfile(state: State, problem: SafeText): State {
	return changeProfile(state, dialog =>
		dialog.step === 'editing'
			? dialog
			: {...dialog, step: 'editing', form: changedForm(dialog.form, {problem})},
	);
}

export function closeProfile(state: State): State {
	return withoutDialogs(state, ({type}) => type === 'profile');
}

function changeProfile(state: State, how: (dialog: ProfileDialog) => ProfileDialog): State {
	const changed = (one: Dialog) => (one.type === 'profile' ? how(one) : one);
	return {
		...state,
		dialogs: state.dialogs.map(changed),
		pendingDialogs: state.pendingDialogs.map(changed),
	};
}

/** Checks the lengths of all fields, and saves them. */
export function saveProfile(state: State, dialog: ProfileDialog): Step {
	const checked = dialog.form.fields.map(field => withProblem(field, faultOf(field)));
	const wrong = checked.findIndex(({problem}) => problem !== undefined);
	const form = {...changedForm(dialog.form, {}), fields: checked};
	if (wrong !== -1) return step(replaceTop(state, {...dialog, form: {...form, focus: wrong}}));
	const saving = replaceTop(state, {...dialog, step: 'saving', form: {...form, waiting: true}});
	return step(saving, {type: 'saveProfile', fields: valuesOf(form)});
}

function faultOf({name, editor}: Field<ProfileField>) {
	const text = textOf(editor).trim();
	if (name !== 'lines')
		return text.length > MAX_PROFILE[name]
			? safeText`Shorten it to ${MAX_PROFILE[name]} characters.`
			: undefined;
	const lines = linesIn(text);
	const {number, length} = MAX_PROFILE.lines;
	if (lines.length > number) return safeText`Shorten it to ${number} lines.`;
	return lines.some(line => line.length > length)
		? safeText`Shorten each line to ${length} characters.`
		: undefined;
}

function linesIn(text: string): readonly string[] {
	return text
		.split('\n')
		.map(line => line.trim())
		.filter(line => line !== '');
}

function valuesOf({fields}: Fields<ProfileField>): ProfileFields {
	return fields.reduce<ProfileFields>((values, {name, editor}) => {
		const text = textOf(editor).trim();
		return {...values, [name]: name === 'lines' ? linesIn(text) : text.replaceAll('\n', ' ')};
	}, blank);
}
