/** Says which screen is shown, its choices, and what a form asks or reports. */
import {addressText} from '../../protocol/address.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';
import {unreadElsewhere} from '../state/chats/unread.ts';
import {keysOf, remindersOf} from '../state/keyboard/reminders.ts';
import type {Fields, Form} from '../state/model/form.ts';
import {formOf, isChoosing} from '../state/model/place.ts';
import type {State} from '../state/model/state.ts';
import {welcomeChoices} from '../state/sign-in/welcome.ts';
import type {Part} from './said.ts';

export const newPlace: Part = ({state: before}, state) => {
	switch (state.place.at) {
		case 'welcome':
			return {lines: welcome(before, state)};
		case 'form':
			return {lines: form(before, state)};
		case 'chat':
			return {lines: before.place.at === 'chat' ? [] : arrived(state)};
	}
};

function welcome(before: State, state: State): readonly SafeText[] {
	const [notice, told] = [noticeOf(state), noticeOf(before)];
	const said = notice && notice.text !== told?.text ? [notice.text] : [];
	if (!isInFront(state)) return said;
	const choices = welcomeChoices(state);
	const known = isInFront(before) ? welcomeChoices(before) : [];
	const isSame =
		choices.length === known.length && choices.every(({label}, at) => label === known[at]?.label);
	const chosen = choices[state.welcome.choice];
	const now = chosen ? [safeText`Chosen: ${chosen.label}. ${chosen.about}`] : [];
	if (isSame) return state.welcome.choice === before.welcome.choice ? said : [...said, ...now];
	const all = choices.map(({label}, at) => safeText`${at + 1} of ${choices.length}: ${label}`);
	return [...said, ...all, safeText`${remindersOf('welcome').join(', ')}.`, ...now];
}

function noticeOf({place}: State) {
	return place.at === 'welcome' ? place.notice : undefined;
}

/** Whether the choices of the first screen are what the keyboard is for. */
function isInFront(state: State): boolean {
	return isChoosing(state) && state.dialogs.length === 0;
}

const titles: Readonly<Record<Form['kind'], SafeText>> = {
	signIn: safeText`Sign in`,
	signUp: safeText`Sign up`,
	renew: safeText`Choose a new password`,
};

function form(before: State, state: State): readonly SafeText[] {
	const shown = formOf(state);
	if (!shown || state.dialogs.length > 0) return [];
	const was = before.dialogs.length > 0 ? undefined : formOf(before);
	if (was?.kind === shown.kind && was.address === shown.address) return fieldNews(was, shown);
	const {kind, address, introduction, signUp} = shown;
	const other =
		kind === 'signIn' && signUp !== 'closed'
			? [safeText`${keysOf('form', 'switchForm')} signs up instead.`]
			: [];
	return [
		safeText`${titles[kind]} at ${addressText(address)}. ${keysOf('form', 'cancel')} goes back.`,
		...(introduction ? [introduction] : []),
		...other,
		...fieldNews(undefined, shown),
	];
}

/** Says the problems that are new, the hint of a field that gets the keyboard, and that the server is checking. */
export function fieldNews(before: Fields<string> | undefined, form: Fields<string>): readonly SafeText[] {
	const field = form.fields[form.focus];
	const isNewField = before?.focus !== form.focus || before.fields.length !== form.fields.length;
	return [
		...(form.problem && form.problem !== before?.problem ? [form.problem] : []),
		...form.fields.flatMap(({problem}, at) =>
			problem && problem !== before?.fields[at]?.problem ? [problem] : [],
		),
		...(form.waiting && before?.waiting !== true ? [safeText`Waiting for the server.`] : []),
		...(field?.hint && isNewField && !form.waiting ? [field.hint] : []),
	];
}

function arrived(state: State): readonly SafeText[] {
	const {me} = state;
	const {unread, mentions} = unreadElsewhere(state);
	if (!me) return [];
	const where = safeText`You are ${me.user} at ${addressText(me.address)}. /help lists the commands.`;
	if (unread === 0) return [where];
	const called = mentions === 0 ? '' : `, ${mentions} of them to you by name`;
	return [
		where,
		safeText`${unread} unread elsewhere${called}: ${keysOf('bar', 'conversationUnread')} goes there.`,
	];
}
