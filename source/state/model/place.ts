/** Declares which of the three screens is shown, with the state that only that screen has. */
import type {SafeText} from '../../../protocol/text.ts';
import type {Form} from './form.ts';

export type Place =
	| {readonly at: 'welcome'; readonly notice?: WelcomeNotice}
	| {readonly at: 'form'; readonly form: Form}
	| {readonly at: 'chat'};

/** Line below the choices of the first screen: what it waits for, or why that failed. */
type WelcomeNotice = {readonly type: 'waiting' | 'problem'; readonly text: SafeText};

type Placed = {readonly place: Place};

export function isInChat({place}: Placed): boolean {
	return place.at === 'chat';
}

/** @returns the form on the screen; undefined on the other screens */
export function formOf({place}: Placed): Form | undefined {
	return place.at === 'form' ? place.form : undefined;
}

/** Shows the form instead of the screen before. */
export function openForm<S extends Placed>(state: S, form: Form): S {
	return {...state, place: {at: 'form', form}};
}

/** Changes the form, if one is shown. */
export function changeForm<S extends Placed>(state: S, how: (form: Form) => Form): S {
	const form = formOf(state);
	const changed = form && how(form);
	return changed === form || !changed ? state : openForm(state, changed);
}

/** Shows the first screen, with a notice if there is one. */
export function openWelcome<S extends Placed>(state: S, notice?: WelcomeNotice): S {
	return {...state, place: {at: 'welcome', ...(notice && {notice})}};
}

/** @returns whether the first screen is shown and waits for an answer */
export function isWaiting({place}: Placed): boolean {
	return place.at === 'welcome' && place.notice?.type === 'waiting';
}

/** Checks whether servers of the network are to be listed: the first screen is shown, and waits for none. */
export function isChoosing(state: Placed): boolean {
	return state.place.at === 'welcome' && !isWaiting(state);
}
