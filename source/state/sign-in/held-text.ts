/**
 * Holds text that is typed before anything on the way in can take it: while the client connects, and while a question is too new to be
 * meant. It goes on into the form, or the command bar, that opens next; it may be a password, so it is shown nowhere else.
 */
import {counted} from '../../../protocol/counted.ts';
import {lettersOf, safeText, type SafeText} from '../../../protocol/text.ts';
import {edits, EMPTY, insert, setText, textOf, type Edit} from '../../../terminal/editor.ts';
import {setBar} from '../command-bar/bar.ts';
import {barOf, isUnfocused} from '../keyboard/scope.ts';
import type {Form} from '../model/form.ts';
import {changeForm, formOf, isWaiting} from '../model/place.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';
import {checkField, editField} from './forms.ts';

/** Maximum milliseconds between two keys of one burst. */
export const BURST = 700;

/** Adds typed or pasted text. Each of its lines is for one field. */
export function hold(state: State, text: string): State {
	return {...state, held: (state.held.join('\n') + lettersOf(text)).split('\n')};
}

/** Enter: what is typed next is for the next field. Before any text it does nothing: the key that began to connect may be pressed twice. */
export function holdNextField(state: State): State {
	return state.held.length === 0 ? state : {...state, held: [...state.held, '']};
}

/** Edits the text that is held for the last field. */
export function editHeld(state: State, edit: Edit): State {
	const last = state.held.at(-1);
	if (last === undefined || edit === 'newline') return state;
	const text = textOf(edits[edit](setText(EMPTY, last)));
	const held = [...state.held.slice(0, -1), text];
	return {...state, held: held.join('') === '' ? [] : held};
}

export function withoutHeld(state: State): State {
	return state.held.length === 0 ? state : {...state, held: []};
}

/**
 * Puts the held text where it was meant to go, as soon as that is open. Back on the first screen it is dropped, with all that follows until
 * the keys rest.
 */
export function releaseHeld(state: State): Step {
	const {held, dialogs, place} = state;
	if (held.length === 0 || isWaiting(state) || isUnfocused(state)) return step(state);
	const free = withoutHeld(state);
	if (place.at === 'chat')
		return step(textOf(barOf(free)) === '' ? setBar(free, insert(barOf(free), held.join('\n'))) : free);
	if (dialogs.length > 0 || formOf(state)?.waiting) return step(state);
	return place.at === 'welcome' ? drop(state) : step(changeForm(free, form => filled(form, held)));
}

function drop(state: State): Step {
	const left = state.keyAt + BURST - state.now;
	if (left > 0)
		return step(state, {type: 'after', milliseconds: left, key: 'rest', event: {type: 'keysRested'}});
	const why = state.place.at === 'welcome' ? state.place.notice?.text : undefined;
	const said = safeText`What you typed for what comes next was dropped.`;
	return step({...withoutHeld(state), statusMessage: why ? safeText`${why} ${said}` : said});
}

/** Fills the fields from the focused one on, as if each line but the last had been ended with Enter. */
function filled(form: Form, held: readonly string[]): Form {
	const places = form.fields.length - form.focus;
	return held.slice(0, places).reduce<Form>((before, line, at) => {
		const onwards = at === 0 ? before : checkField(before, before.kind);
		return editField(onwards, editor => insert(editor, line));
	}, form);
}

/** Says that what is typed is not lost, while it is held. */
export function heldLines({held}: State): readonly SafeText[] {
	const {length} = held.join('');
	return length === 0 ? [] : [safeText`Typed for what comes next: ${counted(length, 'character')}`];
}
