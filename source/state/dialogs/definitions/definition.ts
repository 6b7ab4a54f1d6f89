/** Declares what a dialog consists of: its text, its buttons, and what each button does; with common buttons. */
import {safeText, type SafeText} from '../../../../protocol/text.ts';
import type {Choice} from '../../../../terminal/layout/dialog.ts';
import type {Dialog} from '../../model/dialog.ts';
import type {State} from '../../model/state.ts';
import {step, type Step} from '../../model/step.ts';

type DialogOf<T extends Dialog['type']> = Extract<Dialog, {readonly type: T}>;

export type Definition<T extends Dialog['type']> = {
	readonly title: (dialog: DialogOf<T>) => SafeText;
	readonly lines: (dialog: DialogOf<T>, state: State) => readonly SafeText[];
	readonly choices: readonly Choice[];
	/** Keys of the choices that Enter (unless another was chosen) and Esc take; both are harmless. */
	readonly enter: string;
	readonly escape: string;
	/** It asks nothing: what is typed over it goes to the command bar, and takes it away. */
	readonly isNews?: true;
	/** Called after the dialog has closed. */
	readonly answer: (state: State, dialog: DialogOf<T>, key: string) => Step;
};

/** The dialogs of a topic. */
export type Definitions<T extends Dialog['type']> = {readonly [K in T]: Definition<K>};

/** Puts a dialog that has closed in front of the pending ones; it does not open by itself again. */
export function postponed(state: State, dialog: Dialog): State {
	return {...state, pendingDialogs: [{...dialog, postponed: true}, ...state.pendingDialogs]};
}

export const no: Choice = {key: 'n', label: safeText`No`};
export const cancel: Choice = {key: 'c', label: safeText`Cancel`};
export const close: Choice = {key: 'o', label: safeText`OK`};
/** A dialog with text fields: no letter answers it, and Esc closes it. */
export const noButtons = {choices: [], enter: 'c', escape: 'c', answer: (state: State) => step(state)};
export const onlyClose = {choices: [close], enter: 'o', escape: 'o', answer: (state: State) => step(state)};
