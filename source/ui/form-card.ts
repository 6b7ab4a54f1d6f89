/** Builds the card of a form: signing in, signing up, or replacing a one-time password. */
import {formOf} from '../state/model/place.ts';
import {addressText} from '../../protocol/address.ts';
import {safeText} from '../../protocol/text.ts';
import {blockedFor} from '../state/sign-in/form-refusals.ts';
import type {State} from '../state/model/state.ts';
import {
	blank,
	cardColumns,
	footRoom,
	FRAME,
	keyHints,
	textRows,
	type Card,
	type CardRow,
} from '../../terminal/ui/card.ts';
import {fieldRows} from './field-rows.ts';
import {keysOf} from '../state/keyboard/reminders.ts';

const kinds = {
	signIn: {
		title: safeText`Sign in`,
		waiting: safeText`Signing in…`,
		other: safeText`new here? Sign up`,
	},
	renew: {title: safeText`New password`, waiting: safeText`Signing in…`, other: safeText``},
	signUp: {title: safeText`Sign up`, waiting: safeText`Signing up…`, other: safeText`sign in instead`},
} as const;

const COLUMNS = 62;

export function formCard(state: State): Card | undefined {
	const {size, now, statusMessage} = state;
	const form = formOf(state);
	if (!form) return undefined;
	const columns = cardColumns(COLUMNS, size);
	const {title, waiting, other} = kinds[form.kind];
	const above: CardRow[] = form.introduction ? [...textRows(form.introduction, columns), blank] : [];
	const blocked = blockedFor(form, now);
	const enter = blocked > 0 ? safeText`try again in ${blocked} s` : keysOf('form', 'submit');
	const change = safeText`${keysOf('form', 'switchForm')} ${other}`;
	const back = safeText`${keysOf('form', 'cancel')} back`;
	const hints = [enter, ...(form.signUp === 'closed' ? [] : [change]), back];
	const said = [
		...(form.problem ? textRows(form.problem, columns, 'bad', footRoom(size)) : []),
		...(form.waiting ? textRows(waiting, columns, 'info') : []),
		...(statusMessage ? textRows(statusMessage, columns) : []),
	];
	const below = said.length > 0 ? said : textRows(keyHints(hints, columns), columns, 'info');
	const around = above.length + 1 + below.length + FRAME.rows;
	const {rows, focus, focusEnd = focus} = fieldRows(form, columns, size.rows - around);
	return {
		title: safeText`${title} at ${addressText(form.address)}`,
		columns,
		rows: [...above, ...rows, blank, ...below],
		focus: above.length + focus,
		focusEnd: above.length + focusEnd,
		foot: below.length,
	};
}
