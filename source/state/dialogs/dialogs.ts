/** Opens, queues, postpones and answers dialogs; decides which one has the keyboard. */
import {formOf, isInChat} from '../model/place.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import type {UserName} from '../../../protocol/names.ts';
import type {Choice, Dialog} from '../model/dialog.ts';
import type {Fields} from '../model/form.ts';
import {definitionOf} from './dialog-definitions.ts';
import {edits, textOf} from '../../../terminal/editor.ts';
import type {StateEvent} from '../model/event.ts';
import {barOf} from '../keyboard/scope.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';
import {keysOf} from '../keyboard/reminders.ts';

/** A dialog to open. */
export type NewDialog = {
	[T in Dialog['type']]: Omit<
		Extract<Dialog, {readonly type: T}>,
		'chosen' | 'top' | 'fromOthers' | 'openedAt' | 'postponed'
	>;
}[Dialog['type']];

/** The part of the top dialog that is drawn. */
export type DialogView = {
	readonly title: SafeText;
	readonly lines: readonly SafeText[];
	readonly choices: readonly Choice[];
	/** Index of the button that Enter presses; {@link NONE} while no key is meant for the dialog. */
	readonly chosen: number;
	/** Index of the first line shown, where the dialog is too high. */
	readonly top: number;
};

/** No button is chosen. */
export const NONE = -1;

export function dialogView(state: State): DialogView | undefined {
	const dialog = state.dialogs.at(-1);
	if (!dialog) return undefined;
	const {title, lines, choices} = definitionOf(dialog.type);
	const chosen = isUnfocused(state) ? NONE : dialog.chosen;
	return {title: title(dialog), lines: lines(dialog, state), choices, chosen, top: dialog.top ?? 0};
}

/** Opens a dialog that the user's own action caused, on top of any other. */
export function openDialog(state: State, dialog: NewDialog): State {
	return {...state, dialogs: [...state.dialogs, newDialog(dialog)]};
}

/**
 * Opens a dialog that a reply causes before the user is in the chat. The user may be typing a word: until the keys
 * have rested, they go where they went before.
 */
export function openUnfocused(state: State, dialog: NewDialog): State {
	return {...state, dialogs: [...state.dialogs, {...newDialog(dialog), openedAt: state.now}]};
}

function isUnfocused(state: State): boolean {
	return !isInChat(state) && state.dialogs.at(-1)?.openedAt !== undefined;
}

/** Focuses a dialog once it was visible and the keys have rested. */
export function focusRestedDialog(state: State): Step {
	const dialog = state.dialogs.at(-1);
	if (dialog?.openedAt === undefined || !isUnfocused(state)) return step(state);
	const left = Math.max(dialog.openedAt + GLANCE, state.keyAt + BURST) - state.now;
	if (left <= 0) return step(focused(state, dialog));
	return step(state, {type: 'after', milliseconds: left, key: 'rest', event: {type: 'keysRested'}});
}

/** Creates a dialog with its harmless button chosen. */
function newDialog(dialog: NewDialog): Dialog {
	const {choices, enter} = definitionOf(dialog.type);
	const at = choices.findIndex(({key}) => key === enter);
	return {...dialog, chosen: Math.max(0, at)};
}

/** Milliseconds without a key before a pending dialog opens by itself. */
export const REST = 2000;
/** Milliseconds that a dialog must have been visible before a click is meant for it. */
export const GLANCE = 300;
/** Milliseconds in which a second dialog of the same user does not open by itself. */
const MIN_INTERVAL_MS = 60_000;

/** Queues dialogs that other users caused: each opens alone, over an empty bar, once the keys have rested. */
export function queueDialog(state: State, ...dialogs: readonly NewDialog[]): State {
	return {
		...state,
		pendingDialogs: [...state.pendingDialogs, ...dialogs.map(dialog => pendingDialog(state, dialog))],
	};
}

/** Returns the user who asks something of this one. */
function askerOf(dialog: NewDialog): UserName | undefined {
	if (dialog.type === 'proposal') return dialog.proposal.from;
	return dialog.type === 'privateInvitation' || dialog.type === 'fileOffer' ? dialog.user : undefined;
}

function pendingDialog({lastDialogFrom, now}: State, dialog: NewDialog): Dialog {
	const from = askerOf(dialog);
	const heardAt = from === undefined ? undefined : lastDialogFrom.get(from);
	const postponed = heardAt !== undefined && now - heardAt < MIN_INTERVAL_MS;
	return {...newDialog(dialog), fromOthers: true, ...(postponed && {postponed})};
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
	if (dialog?.openedAt === undefined) return {state, meant: false};
	const action = event.type === 'acted' ? event.action : undefined;
	if (isUnfocused(state)) return keyWhileUnfocused(state, dialog, event);
	if (action === 'answer') return {state: focused(state, dialog), meant: true};
	if (typeof action === 'object' && 'pick' in action)
		return state.now - dialog.openedAt < GLANCE
			? {state: postpone(state, dialog), meant: true}
			: {state: focused(state, dialog), meant: false};
	if (!postponing.has(action)) return {state: postpone(state, dialog), meant: false};
	const isNews = definitionOf(dialog.type).choices.length < 2; // there is nothing to answer: it was read
	return {state: isNews ? {...state, dialogs: []} : postpone(state, dialog), meant: true};
}

/** Handles a key while the dialog has no focus: typing goes on, Esc and clicks take it, other actions are dropped. */
function keyWhileUnfocused(
	state: State,
	dialog: Dialog,
	event: StateEvent,
): ReturnType<typeof meetUnsolicited> {
	if (event.type !== 'acted') return {state, meant: event.type === 'clicked'};
	const {action} = event;
	const isClick = typeof action === 'object' && 'pick' in action;
	const isSeen = dialog.openedAt !== undefined && state.now - dialog.openedAt >= GLANCE;
	if (action === 'cancel' || action === 'interrupt' || (isClick && isSeen))
		return {state: focused(state, dialog), meant: false};
	return {state, meant: typeof action !== 'string' || !(action in edits || terminals.has(action))};
}

const terminals: ReadonlySet<string> = new Set(['quit', 'suspend', 'redraw']);

function focused(state: State, {openedAt: _openedAt, ...dialog}: Dialog): State {
	return replaceTop(state, dialog);
}

/** Postpones the dialog: the status line mentions it, and it does not open by itself again. */
function postpone(state: State, {openedAt: _openedAt, ...dialog}: Dialog): State {
	return {...state, dialogs: [], pendingDialogs: [{...dialog, postponed: true}, ...state.pendingDialogs]};
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

/** Maximum milliseconds between two keys of one burst. */
export const BURST = 700;

/**
 * Checks whether a key was meant for the chat, which the form has just covered by itself.
 * @param now milliseconds since 1970
 */
export function isTypedAhead(state: State, now: number): boolean {
	const openedAt = formOf(state)?.openedAt;
	return openedAt !== undefined && now - Math.max(openedAt, state.keyAt) < BURST;
}

/** Closes all dialogs at a sign-out; proposals wait for the next sign-in. */
export function closeAll(state: State): State {
	const asked = [...state.dialogs, ...state.pendingDialogs].filter(({type}) => type === 'proposal');
	return {...state, dialogs: [], pendingDialogs: asked.map(({openedAt: _openedAt, ...dialog}) => dialog)};
}

/**
 * Describes the pending dialogs for the status line.
 * @returns undefined if none is pending, or one is open
 */
export function pendingText({dialogs, pendingDialogs}: State): SafeText | undefined {
	const [first] = pendingDialogs;
	if (!first || dialogs.length > 0) return undefined;
	if (pendingDialogs.length > 1)
		return safeText`${pendingDialogs.length} questions wait · ${keysOf('bar', 'answer')} answers`;
	const from = askerOf(first);
	return from === undefined
		? safeText`A question waits · ${keysOf('bar', 'answer')} answers`
		: safeText`${from} asks · ${keysOf('bar', 'answer')} answers`;
}

/** Closes the top dialog and carries out the choice with this key. An unknown key leaves it open. */
export function answer(state: State, key: string): Step {
	const dialog = state.dialogs.at(-1);
	if (!dialog) return step(state);
	const {choices, escape, answer: carryOut} = definitionOf(dialog.type);
	if (key !== escape && !choices.some(choice => choice.key === key)) return step(state);
	// The next dialog waits for a pause, too: the same key, pressed twice, must not answer both.
	const behind = state.dialogs.slice(0, -1).reverse();
	return carryOut({...state, dialogs: [], pendingDialogs: [...behind, ...state.pendingDialogs]}, dialog, key);
}

/** Esc: takes the harmless choice; a dialog that another user caused is postponed instead. */
export function answerHarmlessly(state: State): Step {
	const dialog = state.dialogs.at(-1);
	if (dialog?.fromOthers && definitionOf(dialog.type).choices.length > 1)
		return step(postpone(state, dialog));
	return dialog ? answer(state, definitionOf(dialog.type).escape) : step(state);
}

/** Enter: presses the chosen button. */
export function answerChosen(state: State): Step {
	return answerAt(state, state.dialogs.at(-1)?.chosen ?? 0);
}

/**
 * Handles a click on a button.
 * @param at index among the buttons, from 0
 */
export function answerAt(state: State, at: number): Step {
	const dialog = state.dialogs.at(-1);
	const choice = dialog && definitionOf(dialog.type).choices[at];
	return choice ? answer(state, choice.key) : step(state);
}

/** Chooses the next or previous button, wrapping round the ends. */
export function chooseNext(state: State, by: 1 | -1): Step {
	const dialog = state.dialogs.at(-1);
	if (!dialog) return step(state);
	const {length} = definitionOf(dialog.type).choices;
	if (length === 0) return step(state);
	return step(replaceTop(state, {...dialog, chosen: (dialog.chosen + by + length) % length}));
}

export function replaceTop(state: State, dialog: Dialog): State {
	return {...state, dialogs: [...state.dialogs.slice(0, -1), dialog]};
}

/** Changes the fields of the top dialog, if it has fields. */
export function changeTopFields(state: State, how: <F extends Fields<string>>(form: F) => F): State {
	const top = state.dialogs.at(-1);
	if (top?.type === 'password') return replaceTop(state, {...top, form: how(top.form)});
	return top?.type === 'profile' ? replaceTop(state, {...top, form: how(top.form)}) : state;
}
