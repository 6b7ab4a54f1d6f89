/** Checks the fields of the forms before they are sent. */
import {passwordFault} from '../../../protocol/passwords.ts';
import {refuse, refuseName, sentence, type Refusal} from '../../../protocol/refusals.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import type {FieldName, Form} from '../model/form.ts';

export type Values = Readonly<Record<FieldName, string>>;
type Fault = (values: Values) => SafeText | undefined;

const said = (refusal: Refusal | undefined) => refusal && sentence(refusal);
const nameFault: Fault = ({user}) => said(refuseName(user));
const newPasswordFault: Fault = ({user, password}) => {
	const fault = passwordFault(user, password);
	return fault && sentence(refuse(fault));
};

const againFault: Fault = ({password, again}) =>
	password === again ? undefined : safeText`The passwords differ; type the same one twice.`;
const phoneFault: Fault = ({phone}) =>
	/^\+?[0-9]{5,15}$/.test(phone.replace(/[\s()./-]/g, '')) ? undefined : sentence(refuse('badPhone'));

/** The checks of each form, in the order of its fields. */
export const formChecks: Readonly<
	Record<Form['kind'] | 'password', Partial<Readonly<Record<FieldName, Fault>>>>
> = {
	signIn: {
		user: ({user}) => (user.trim() === '' ? safeText`Type your user name.` : undefined),
		password: ({password}) => (password === '' ? safeText`Type your password.` : undefined),
	},
	signUp: {
		user: nameFault,
		password: newPasswordFault,
		again: againFault,
		code: ({code}) =>
			code.trim() === ''
				? safeText`Type the invite code, or paste the join line: the code ends it, behind the last dot.`
				: undefined,
		phone: phoneFault,
	},
	renew: {
		user: nameFault,
		old: ({old}) => (old === '' ? safeText`Type the one-time password.` : undefined),
		password: newPasswordFault,
		again: againFault,
	},
	password: {
		old: ({old}) => (old === '' ? safeText`Type the password you have now.` : undefined),
		password: newPasswordFault,
		again: againFault,
	},
};
