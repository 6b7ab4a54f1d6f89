/** Places what the server refuses at the fields of a form, and blocks a form after too many wrong passwords. */
import {fieldOf, refuse, sentence, type Refusal} from '../../../protocol/refusals.ts';
import type {Field, FieldName, Fields, Form} from '../model/form.ts';
import {changedForm, valuesOf, withProblem} from './forms.ts';

/**
 * Shows the server's refusal at the field it concerns, or above the fields. The text stays.
 */
export function refusedForm<F extends Fields>(form: F, refusal: Refusal): F {
	const problem = sentence(refusal);
	const isWrong = refusal.refusal === 'wrongPassword' || refusal.refusal === 'signInBlocked';
	const at = isWrong ? presentPassword(form) : fieldOf(refusal);
	const focus = form.fields.findIndex(({name}) => name === at);
	if (focus === -1) return changedForm(form, {problem});
	const fields = form.fields.map((field, index): Field => {
		if (index !== focus) return field;
		const isReplaced = (isWrong && field.hidden) || refusal.refusal === 'nameTaken';
		return {...field, problem, ...(isReplaced && {refused: true as const})};
	});
	return {...changedForm(form, {}), fields, focus};
}

/** Returns the field of the password that the user has now, beside which there may be one for a new password. */
function presentPassword({fields}: Fields): FieldName {
	return fields.some(({name}) => name === 'old') ? 'old' : 'password';
}

/**
 * Blocks the form after too many wrong passwords.
 * @param seconds until the next attempt is allowed
 * @param now milliseconds since 1970
 */
export function blockedForm(form: Form, seconds: number, now: number): Form {
	return {...form, blocked: {user: valuesOf(form).user, until: now + seconds * 1000}};
}

/** Returns the seconds until the user named in the form may try another password; 0: at once. */
export function blockedFor(form: Form, now: number): number {
	const {blocked} = form;
	if (!blocked || valuesOf(form).user !== blocked.user) return 0;
	return Math.max(0, Math.ceil((blocked.until - now) / 1000));
}

/** Updates the seconds left that the form shows. */
export function countedDown(form: Form, now: number): Form {
	if (!form.blocked) return form;
	const left = blockedFor(form, now);
	const problem = left > 0 ? sentence(refuse('signInBlocked', {seconds: left})) : undefined;
	const at = presentPassword(form);
	const fields = form.fields.map(field => (field.name === at ? withProblem(field, problem) : field));
	const {blocked, ...free} = form;
	return now < blocked.until ? {...form, fields} : {...free, fields};
}
