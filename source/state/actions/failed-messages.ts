/** Resends, edits or removes a message that could not be sent. */
import {traitsOf} from '../../../protocol/conversation-kind.ts';
import {cleanLine, safeText, type SafeText} from '../../../protocol/text.ts';
import {truncate} from '../../../terminal/width.ts';
import {editBar} from '../command-bar/bar.ts';
import {change, openConversation} from '../chats/conversations.ts';
import {setText, textOf} from '../../../terminal/editor.ts';
import {draftChanges} from '../chats/drafts.ts';
import {cleared} from '../command-bar/kill-ring.ts';
import {barOf} from '../keyboard/scope.ts';
import {sendingFault} from '../chats/private-chats.ts';
import {send} from '../chats/sending.ts';
import {anchorWithChosen} from '../transcript/scrolling.ts';
import type {State} from '../model/state.ts';
import type {Queued} from '../model/conversation.ts';
import {keysOf} from '../keyboard/reminders.ts';
import {fitsStatusLine} from '../view/status-message.ts';
import {andThen, step, type Step} from '../model/step.ts';

/** Cells of the chosen message that its hint shows. */
const SHOWN = 20;

function failedHere(state: State): readonly Queued[] {
	return openConversation(state)?.queued.filter(({problem}) => problem !== undefined) ?? [];
}

function chosenOf(state: State): Queued | undefined {
	return failedHere(state).find(({id}) => id === state.chosenFailed);
}

/**
 * Chooses the previous or next failed message; the newest, if none is chosen.
 * @returns undefined where there is none in that direction
 */
export function chooseFailed(state: State, by: 1 | -1): State | undefined {
	const here = openConversation(state);
	const all = failedHere(state);
	const at = all.findIndex(({id}) => id === state.chosenFailed);
	const next = at === -1 ? all.at(-1) : all[Math.min(all.length - 1, at + by)];
	if (!here || !next) return undefined;
	const chosen = {...state, chosenFailed: next.id};
	const shown = change(chosen, here.id, before => ({...before, anchor: anchorWithChosen(chosen, before)}));
	return {...shown, statusMessage: choiceText(next, state)};
}

/** Formats the hint of the chosen message; shorter where the status line has no room for it. */
function choiceText({text}: Queued, state: State): SafeText {
	const again = keysOf('bar', 'submit');
	const edit = keysOf('bar', 'cursorEnd');
	const remove = keysOf('bar', 'cancel');
	const said = truncate(cleanLine(text), SHOWN);
	const whole = safeText`${again} sends “${said}” again · ${edit} edits · ${remove} removes`;
	return fitsStatusLine(whole, state) ? whole : safeText`${again} again, ${edit} edit, ${remove} remove`;
}

/**
 * Esc: removes the chosen message, else the newest. Ctrl-Y restores the text of all that were removed in a row.
 * @returns undefined where none has failed
 */
export function removeFailed(state: State): Step | undefined {
	const chosen = chosenOf(state) ?? failedHere(state).at(-1);
	if (!chosen) return undefined;
	const more = state.killing ? `\n${state.cleared.at(-1) ?? ''}` : '';
	const left = cleared(taken(state, chosen), lineFor(chosen) + more);
	return forgotten(
		state,
		{...left, statusMessage: safeText`${keysOf('bar', 'bringBack')} brings its text back.`},
		chosen,
	);
}

/**
 * Enter: resends the chosen message, behind all queued ones.
 * @returns undefined if no failed message is chosen
 */
export function sendFailedAgain(state: State): Step | undefined {
	const chosen = chosenOf(state);
	if (!chosen || state.open === undefined) return undefined;
	const statusMessage = sendingFault(state, state.open);
	if (statusMessage) return step({...state, statusMessage});
	return andThen(send(taken(state, chosen), state.open, chosen.text), next => forgotten(state, next, chosen));
}

/**
 * Ctrl-E: moves the text of the chosen message back into the bar.
 * @returns undefined if no failed message is chosen
 */
export function editFailed(state: State): Step | undefined {
	const chosen = chosenOf(state);
	if (!chosen) return undefined;
	if (textOf(barOf(state)) !== '')
		return step({
			...state,
			statusMessage: safeText`Something stands in the line; send it or clear it first.`,
		});
	const edited = editBar({...taken(state, chosen), pane: 'bar'}, editor => setText(editor, lineFor(chosen)));
	return forgotten(state, edited, chosen);
}

/** Removes the message from the outbox, once its text is saved as a draft or as cleared text. */
function forgotten(before: State, after: State, {id}: Queued): Step {
	const isStored = before.open === undefined || traitsOf(before.open).isStored;
	return step(after, ...draftChanges(before, after), ...(isStored ? [{type: 'forget', id} as const] : []));
}

/** Formats a text as the user types it: a leading slash is doubled. */
function lineFor({text}: Queued): string {
	return text.startsWith('/') ? `/${text}` : text;
}

function taken({chosenFailed: _chosen, ...state}: State, chosen: Queued): State {
	if (state.open === undefined) return state;
	return change(state, state.open, before => ({
		...before,
		queued: before.queued.filter(({id}) => id !== chosen.id),
	}));
}
