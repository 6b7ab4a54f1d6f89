/** Builds, edits and checks the forms. */
import {parseAddress, type Address} from '../../../protocol/address.ts';
import {MAX_NAME, MIN_NAME} from '../../../protocol/names.ts';
import {MIN_PASSWORD} from '../../../protocol/passwords.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import {EMPTY, setText, textOf, typedOver, type Editor} from '../../../terminal/editor.ts';
import type {Credentials} from '../model/credentials.ts';
import type {Field, FieldName, Fields, Form} from '../model/form.ts';
import {formChecks, type Values} from './form-checks.ts';

type FormKind = keyof typeof formChecks;

const labels: Readonly<Record<FieldName, SafeText>> = {
	user: safeText`User name`,
	old: safeText`Old password`,
	password: safeText`Password`,
	again: safeText`Once more`,
	phone: safeText`Phone`,
	code: safeText`Invite code`,
};

const newPassword = safeText`At least ${MIN_PASSWORD} characters, or some words`;

/** What to know about the fields of each form before anything is refused. */
const hints: Readonly<Record<FormKind, Partial<Readonly<Record<FieldName, SafeText>>>>> = {
	signIn: {},
	signUp: {
		user: safeText`${MIN_NAME} to ${MAX_NAME} of a-z 0-9, inside . _ -`,
		password: newPassword,
		phone: safeText`For the operator, who can reach you there; other users never see it.`,
		code: safeText`Ask the person who told you of this chat, or its operator, for a code or for the whole join line.`,
	},
	renew: {password: newPassword},
	password: {password: newPassword},
};

const hidden: ReadonlySet<FieldName> = new Set(['old', 'password', 'again']);

export function newForm(
	kind: Form['kind'],
	address: Address,
	signUp: Form['signUp'],
	user = '',
	introduction?: SafeText,
): Form {
	const asksCode = address.code === undefined && (signUp === 'invite' || signUp === 'unknown');
	const names = namesOf(kind).filter(name => name !== 'code' || asksCode);
	const optional = (name: FieldName) => name === 'phone' || (name === 'code' && signUp === 'unknown');
	const fields = names.map(name => newField(kind, name, name === 'user' ? user : '', optional(name)));
	const focus = user === '' ? 0 : Math.max(0, names.indexOf('password'));
	return {kind, address, signUp, fields, focus, waiting: false, ...(introduction && {introduction})};
}

/** Returns the fields of the password dialog. */
export function passwordFields(): Fields {
	const fields = namesOf('password').map(name => newField('password', name));
	return {fields: withLabel(fields, 'password', safeText`New password`), focus: 0, waiting: false};
}

/** Returns the form in which a user who has signed in with a one-time password chooses a new one. */
export function renewForm({address, user, password}: Extract<Credentials, {kind: 'signIn'}>): Form {
	const typed: Partial<Values> = {user, old: password};
	const names = namesOf('renew');
	const fields = withLabel(
		names.map(name => newField('renew', name, typed[name])),
		'password',
		safeText`New password`,
	);
	return {
		kind: 'renew',
		address,
		signUp: 'closed',
		fields: withLabel(fields, 'old', safeText`One-time password`),
		focus: names.indexOf('password'),
		waiting: false,
		introduction: safeText`Your password was reset. Choose a new one: it replaces the one-time password.`,
	};
}

function withLabel(fields: readonly Field[], name: FieldName, label: SafeText): Field[] {
	return fields.map(field => (field.name === name ? {...field, label} : field));
}

/** Switches between signing in and signing up; the name and the password typed so far stay. */
export function switchedForm(form: Form): Form {
	if (form.waiting || form.signUp === 'closed') return form;
	const kind = form.kind === 'signIn' ? 'signUp' : 'signIn';
	const {fields, ...other} = newForm(kind, form.address, form.signUp, valuesOf(form).user);
	const editors = new Map(form.fields.map(({name, editor}) => [name, editor]));
	return {
		...other,
		fields: fields.map(field => ({...field, editor: editors.get(field.name) ?? field.editor})),
	};
}

/** Ends the waiting, and replaces the problem of the form. */
export function changedForm<F extends Fields<string>>(form: F, {problem}: {readonly problem?: SafeText}): F {
	const {problem: _before, ...rest} = form;
	return {...rest, waiting: false, ...(problem && {problem})} as F; // F without its problem, and with the new one
}

/** Adds the field for an invite code, where that of the join line was refused. */
export function withCodeField(form: Form): Form {
	if (form.kind !== 'signUp' || form.fields.some(({name}) => name === 'code')) return form;
	const {code: _refused, ...address} = form.address;
	return {...form, address, fields: form.fields.toSpliced(-1, 0, newField(form.kind, 'code'))}; // before the phone
}

/** Edits the focused field, and clears its problem. */
export function editField<F extends Fields<string>>(form: F, how: (editor: Editor) => Editor): F {
	if (form.waiting) return form;
	const fields = form.fields.map((field, at) =>
		at === form.focus ? withProblem(editedField(field, how(field.editor)), undefined) : field,
	);
	return {...changedForm(form, {}), fields};
}

/** Edits a field; typed text replaces a refused one. */
function editedField({refused, ...field}: Field<string>, editor: Editor): Field<string> {
	return {...field, editor: refused ? typedOver(field.editor, editor) : editor};
}

/** Moves the keyboard to the field that `to` returns, wrapping round the ends. */
export function focusField<F extends Fields<string>>(form: F, to: (focus: number) => number): F {
	const {length} = form.fields;
	return {...form, focus: (to(form.focus) + length) % length};
}

/** Checks whether nothing is missing or wrong, so that Enter sends the form from any field. */
export function isComplete(form: Fields, kind: FormKind, user = ''): boolean {
	return checkedFields(form, kind, user).every(({problem}) => problem === undefined);
}

/** Checks every field, and focuses the first one with a problem. */
export function checkForm<F extends Fields>(form: F, kind: FormKind, user = ''): F {
	const fields = checkedFields(form, kind, user);
	const wrong = fields.findIndex(({problem}) => problem !== undefined);
	const checked = changedForm(form, {});
	return wrong === -1 ? {...checked, fields, waiting: true} : {...checked, fields, focus: wrong};
}

/**
 * Says what is wrong with the field, and goes on to the next all the same: who types on without looking would else put the password into
 * the name, where it can be read. In an empty field it stays, for the same reason.
 */
export function checkField<F extends Fields>(form: F, kind: FormKind, user = ''): F {
	const {focus} = form;
	const checked = checkedFields(form, kind, user)[focus];
	const fields = form.fields.map((field, at) =>
		at === focus ? withProblem(field, checked?.problem) : field,
	);
	const isMissing = checked?.problem !== undefined && textOf(checked.editor) === '';
	return {...form, fields, focus: isMissing ? focus : focus + 1};
}

/** Checks whether no field behind the focused one must be filled in. */
export function isLastRequired({fields, focus}: Fields): boolean {
	return fields.slice(focus + 1).every(({optional}) => optional);
}

function checkedFields(form: Fields, kind: FormKind, user: string): Field[] {
	const values = valuesOf(form, user);
	return form.fields.map(field => {
		const isLeftOut = field.optional && values[field.name].trim() === '';
		return withProblem(field, isLeftOut ? undefined : formChecks[kind][field.name]?.(values));
	});
}

export function credentialsOf(form: Form): Credentials {
	const {user, old, password, phone, code} = valuesOf(form);
	if (form.kind === 'renew')
		return {kind: 'signIn', address: form.address, user, password: old, newPassword: password};
	if (form.kind === 'signIn') return {kind: 'signIn', address: form.address, user, password};
	return {
		kind: 'signUp',
		address: form.address,
		user,
		password,
		...(phone.trim() !== '' && {phone: phone.trim()}),
		...(code.trim() !== '' && {code: parseAddress(code)?.code ?? code.trim()}),
	};
}

export function valuesOf({fields}: Fields, user = ''): Values {
	const values = {user, old: '', password: '', again: '', phone: '', code: ''};
	for (const {name, editor} of fields) values[name] = textOf(editor);
	return values;
}

function namesOf(kind: FormKind): FieldName[] {
	return Object.keys(formChecks[kind]) as FieldName[]; // its keys are field names
}

function newField(kind: FormKind, name: FieldName, text = '', optional = false): Field {
	const label = optional ? safeText`${labels[name]} (optional)` : labels[name];
	const hint = hints[kind][name];
	return {
		name,
		label,
		hidden: hidden.has(name),
		editor: setText(EMPTY, text),
		...(hint && {hint}),
		...(optional && {optional}),
	};
}

export function withProblem<N extends string>(field: Field<N>, problem: SafeText | undefined): Field<N> {
	const {problem: _before, ...rest} = field;
	return problem === undefined ? rest : {...rest, problem};
}
