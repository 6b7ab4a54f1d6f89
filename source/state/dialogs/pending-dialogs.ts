/** Queues the dialogs that other users cause, opens them when the keys have rested, and postpones them. */
import type {UserName} from '../../../protocol/names.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import {textOf} from '../../../terminal/editor.ts';
import {barOf} from '../keyboard/scope.ts';
import {keysOf} from '../keyboard/reminders.ts';
import type {Dialog} from '../model/dialog.ts';
import type {StateEvent} from '../model/event.ts';
import {isInChat} from '../model/place.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';
import {postponed} from './definitions/definition.ts';
import {definitionOf} from './definitions/index.ts';
import {isSeen, newDialog, takeFocus, type NewDialog} from './dialogs.ts';

/** Milliseconds without a key before a pending dialog opens by itself. */
export const REST = 2000;
/** Milliseconds in which a second dialog of the same user does not open by itself. */
const MIN_INTERVAL_MS = 60_000;

/** Queues dialogs that other users caused: each opens alone, over an empty bar, once the keys have rested. */
export function queueDialog(state: State, ...dialogs: readonly NewDialog[]): State {
	return {
		...state,
		pendingDialogs: [...state.pendingDialogs, ...dialogs.map(dialog => pendingDialog(state, dialog))],
	};
}

/** Returns the user who asks; undefined where the question follows from what this user has done. */
export function askerOf(dialog: NewDialog): UserName | undefined {
	if (dialog.type === 'proposal') return dialog.proposal.from;
	return dialog.type === 'privateInvitation' || dialog.type === 'fileOffer' ? dialog.user : undefined;
}

function pendingDialog({lastDialogFrom, now}: State, dialog: NewDialog): Dialog {
	const from = askerOf(dialog);
	const heardAt = from === undefined ? undefined : lastDialogFrom.get(from);
	const isTooSoon = heardAt !== undefined && now - heardAt < MIN_INTERVAL_MS;
	return {...newDialog(dialog), fromOthers: true, ...(isTooSoon && {postponed: isTooSoon})};
}

/**
 * Opens the first pending dialog that was not postponed. It waits until no other is open, the bar is empty and the
 * keys have rested.
 */
export function openPendingDialog(state: State): Step {
	const next = state.pendingDialogs.find(({postponed}) => postponed === undefined);
	const {dialogs, help, keyAt, now} = state;
	if (!next || dialogs.length > 0 || !isInChat(state) || help || textOf(barOf(state)) !== '')
		return step(state);
	const left = keyAt + REST - now;
	if (left > 0)
		return step(state, {type: 'after', milliseconds: left, key: 'rest', event: {type: 'keysRested'}});
	const pendingDialogs = state.pendingDialogs.filter(one => one !== next);
	const opened = {...state, dialogs: [{...next, openedAt: now}], pendingDialogs};
	const from = askerOf(next);
	if (from === undefined) return step(opened);
	return step({...opened, lastDialogFrom: new Map(state.lastDialogFrom).set(from, now)});
}

/** Keys that postpone a dialog that opened by itself, and do nothing else. */
const postponing: ReadonlySet<unknown> = new Set(['cancel', 'interrupt', 'accept', 'submit', 'listOpen']);

/**
 * Lets a key or click take or postpone a dialog that opened by itself. A dialog that is taken has the keyboard from
 * then on; one that is postponed leaves the key to the chat.
 * @returns `meant`: the event has done its work, and has no other effect
 */
export function meetUnsolicited(
	state: State,
	event: StateEvent,
): {readonly state: State; readonly meant: boolean} {
	const dialog = state.dialogs.at(-1);
	if (dialog?.openedAt === undefined || !isInChat(state)) return {state, meant: false};
	const action = event.type === 'acted' ? event.action : undefined;
	if (action === 'answer') return {state: takeFocus(state), meant: true};
	if (typeof action === 'object' && 'pick' in action)
		return isSeen(state)
			? {state: takeFocus(state), meant: false}
			: {state: postpone(state, dialog), meant: true};
	if (!postponing.has(action)) return {state: postpone(state, dialog), meant: false};
	const isNews = definitionOf(dialog.type).choices.length < 2; // there is nothing to answer: it was read
	return {state: isNews ? {...state, dialogs: []} : postpone(state, dialog), meant: true};
}

/** Postpones the dialog: the status line mentions it, and it does not open by itself again. */
export function postpone(state: State, {openedAt: _openedAt, ...dialog}: Dialog): State {
	return postponed({...state, dialogs: []}, dialog);
}

/** F2, or a click on the hint: opens the first pending dialog; else that of a proposal without an answer. */
export function openNextPending(state: State): State {
	if (state.dialogs.length > 0) return state;
	const [next, ...pendingDialogs] = state.pendingDialogs;
	if (next) return {...state, dialogs: [next], pendingDialogs};
	const proposal = state.proposals.find(({to}) => to === state.me?.user);
	if (proposal) return {...state, dialogs: [{...newDialog({type: 'proposal', proposal}), fromOthers: true}]};
	return {...state, statusMessage: safeText`No question waits for you.`};
}

/**
 * Describes the pending dialogs for the status line, in fewer and fewer words.
 * @returns undefined if none is pending, or one is open
 */
export function pendingForms(state: State): readonly [SafeText, ...SafeText[]] | undefined {
	const {dialogs, pendingDialogs} = state;
	const [first, ...others] = pendingDialogs;
	if (!first || dialogs.length > 0) return undefined;
	const answers = safeText`${keysOf('bar', 'answer')} answers`;
	if (others.length > 0) return [safeText`${pendingDialogs.length} questions wait · ${answers}`, answers];
	const from = askerOf(first);
	const who = from === undefined ? safeText`A question waits` : safeText`${from} asks`;
	return [safeText`${who} · ${answers}`, answers];
}
