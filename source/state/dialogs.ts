/** Which dialog is open, which ones wait until the keys rest, and what closes one: an answer, a step back, the end of a session. */
import {safeText, type SafeText} from '../../protocol/text.ts';
import type {Choice, Dialog} from './dialog.ts';
import {sortOf} from './dialog-sorts.ts';
import type {State} from './state.ts';
import {step, type Step} from './step.ts';

/** A dialog that has not been opened yet. */
export type Question = {
	[T in Dialog['type']]: Omit<Extract<Dialog, {readonly type: T}>, 'chosen' | 'cameAt' | 'top'>;
}[Dialog['type']];

/** What is drawn of the dialog on top. */
export type DialogView = {
	readonly title: SafeText;
	readonly lines: readonly SafeText[];
	readonly choices: readonly Choice[];
	readonly chosen: number;
	/** The first line to be shown, where there is not room for all. */
	readonly top: number;
};

export function dialogView(state: State): DialogView | undefined {
	const dialog = state.dialogs.at(-1);
	if (!dialog) return undefined;
	const {title, lines, choices} = sortOf(dialog.type);
	return {title, lines: lines(dialog, state), choices, chosen: dialog.chosen, top: dialog.top ?? 0};
}

/** Opens a dialog that follows from what one has just done: on top of any other. */
export function ask(state: State, question: Question): State {
	return {...state, dialogs: [...state.dialogs, unasked(question)]};
}

/** The question's dialog, with the harmless button chosen. */
function unasked(question: Question): Dialog {
	const {choices, enter} = sortOf(question.type);
	const at = choices.findIndex(({key}) => key === enter);
	return {...question, chosen: Math.max(0, at)};
}

/** How long the keys must rest before a dialog that somebody else caused opens. */
export const REST = 700;
/** How long it must have stood there before a key can be meant for it. */
export const GLANCE = 300;

/** A dialog that somebody else caused: it opens alone, and not under the fingers of someone who types. */
export function askInPause(state: State, question: Question): State {
	return {...state, knocking: [...state.knocking, unasked(question)]};
}

/** The first that waits opens, once no other is open and the keys have rested. */
export function openInPause(state: State): Step {
	const [next, ...others] = state.knocking;
	if (!next || state.dialogs.length > 0 || state.place !== 'chat') return step(state);
	const left = state.keyAt + REST - state.now;
	if (left > 0)
		return step(state, {type: 'after', milliseconds: left, key: 'rest', event: {type: 'keysRested'}});
	return step({...state, dialogs: [{...next, cameAt: state.now}], knocking: others});
}

/** A key came before anybody can have read the dialog that opened by itself: it waits again, and the key goes where it was meant to. */
export function stepBack(state: State): State {
	const dialog = state.dialogs.at(-1);
	if (dialog?.cameAt === undefined || state.now - dialog.cameAt >= GLANCE) return state;
	return {...state, dialogs: state.dialogs.slice(0, -1), knocking: [dialog, ...state.knocking]};
}

/** Whether a key at `now` was meant for what stood here before the form did, which opened by itself. */
export function isUnderFingers({place, form, keyAt}: State, now: number): boolean {
	const cameAt = place === 'form' ? form?.cameAt : undefined;
	return cameAt !== undefined && now - Math.max(cameAt, keyAt) < REST;
}

/** Signed out: what others asked waits until one is back, and the rest is void. */
export function closeAll(state: State): State {
	const asked = [...state.dialogs, ...state.knocking].filter(({type}) => type === 'question');
	return {...state, dialogs: [], knocking: asked};
}

/** What the status line says of those that wait. */
export function pauseText({dialogs, knocking: {length}}: State): SafeText | undefined {
	if (length === 0 || dialogs.length > 0) return undefined;
	return length === 1
		? safeText`A question waits until you pause.`
		: safeText`${length} questions wait until you pause.`;
}

/** Closes the dialog on top and does what the choice with this key does. An unknown key leaves it open. */
export function answer(state: State, key: string): Step {
	const dialog = state.dialogs.at(-1);
	if (!dialog) return step(state);
	const {choices, escape, answer: carryOut} = sortOf(dialog.type);
	if (key !== escape && !choices.some(choice => choice.key === key)) return step(state);
	// Another that lay behind it waits for a pause, too: the same key, pressed twice, must not answer both.
	const behind = state.dialogs.slice(0, -1).reverse();
	return carryOut({...state, dialogs: [], knocking: [...behind, ...state.knocking]}, dialog, key);
}

/** Esc: the answer that changes nothing. */
export function answerHarmlessly(state: State): Step {
	const dialog = state.dialogs.at(-1);
	return dialog ? answer(state, sortOf(dialog.type).escape) : step(state);
}

/** Enter: the button that is chosen. */
export function answerChosen(state: State): Step {
	return answerAt(state, state.dialogs.at(-1)?.chosen ?? 0);
}

/** A click on the button at this place. */
export function answerAt(state: State, at: number): Step {
	const dialog = state.dialogs.at(-1);
	const choice = dialog && sortOf(dialog.type).choices[at];
	return choice ? answer(state, choice.key) : step(state);
}

/** Moves to the next button, or the one before, round the ends. */
export function chooseNext(state: State, by: 1 | -1): Step {
	const dialog = state.dialogs.at(-1);
	if (!dialog) return step(state);
	const {length} = sortOf(dialog.type).choices;
	if (length === 0) return step(state);
	return step(replaceTop(state, {...dialog, chosen: (dialog.chosen + by + length) % length}));
}

export function replaceTop(state: State, dialog: Dialog): State {
	return {...state, dialogs: [...state.dialogs.slice(0, -1), dialog]};
}
