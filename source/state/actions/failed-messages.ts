/** Resends, edits or removes a message that could not be sent. */
import {cleanLine, safeText, type SafeText} from '../../../protocol/text.ts';
import {truncate} from '../../../terminal/width.ts';
import {editBar} from '../command-bar/bar.ts';
import {change, openConversation} from '../chats/conversations.ts';
import {setText, textOf} from '../../../terminal/editor.ts';
import {draftChanges} from '../chats/drafts.ts';
import {cleared} from '../command-bar/kill-ring.ts';
import {barOf} from '../keyboard/scope.ts';
import {send} from '../chats/sending.ts';
import {anchorWithChosen} from '../transcript/scrolling.ts';
import type {State} from '../model/state.ts';
import type {Queued} from '../model/conversation.ts';
import {keysOf} from '../keyboard/reminders.ts';
import {fitsStatusLine} from '../view/status-message.ts';
import {andThen, step, type Step} from '../model/step.ts';

/** Cells of the chosen one that its hint shows. */
const SHOWN = 20;

function failedHere(state: State): readonly Queued[] {
	return openConversation(state)?.queued.filter(({problem}) => problem !== undefined) ?? [];
}

function chosenOf(state: State): Queued | undefined {
	return failedHere(state).find(({id}) => id === state.chosenFailed);
}

/** Chooses the one before or after; the newest, where none is chosen. */
export function chooseFailed(state: State, by: 1 | -1): State {
	const here = openConversation(state);
	const all = failedHere(state);
	const at = all.findIndex(({id}) => id === state.chosenFailed);
	const next = all[at === -1 ? all.length - 1 : Math.max(0, Math.min(all.length - 1, at + by))];
	if (!here || !next) return {...state, statusMessage: safeText`Every message here was sent or waits to be.`};
	const chosen = {...state, chosenFailed: next.id};
	const shown = change(chosen, here.id, before => ({...before, anchor: anchorWithChosen(chosen, before)}));
	return {...shown, statusMessage: choiceText(next, state.size)};
}

/** What the keys do with the chosen one; on a narrow screen so short that it does not stand in front of it. */
function choiceText({text}: Queued, size: State['size']): SafeText {
	const again = keysOf('bar', 'submit');
	const edit = keysOf('bar', 'cursorEnd');
	const remove = keysOf('bar', 'cancel');
	const said = truncate(cleanLine(text), SHOWN);
	const whole = safeText`${again} sends “${said}” again · ${edit} edits · ${remove} removes`;
	return fitsStatusLine(whole, size) ? whole : safeText`${again} again, ${edit} edit, ${remove} remove`;
}

/** Esc: removes the chosen one, or else the newest; Ctrl-Y brings back what was removed in a row. */
export function removeFailed(state: State): Step {
	const chosen = chosenOf(state) ?? failedHere(state).at(-1);
	if (!chosen) return step(state);
	const more = state.killing ? `\n${state.cleared.at(-1) ?? ''}` : '';
	const left = cleared(taken(state, chosen), lineFor(chosen) + more);
	return forgotten(
		state,
		{...left, statusMessage: safeText`${keysOf('bar', 'bringBack')} brings its text back.`},
		chosen,
	);
}

/** Enter: the chosen one goes out again, behind all others. */
export function sendFailedAgain(state: State): Step | undefined {
	const chosen = chosenOf(state);
	if (!chosen || state.open === undefined) return undefined;
	return andThen(send(taken(state, chosen), state.open, chosen.text), next => forgotten(state, next, chosen));
}

/** Ctrl-E: the chosen one's text goes back into the bar. */
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

/** The outbox forgets it, once its text is kept where it stands now. */
function forgotten(before: State, after: State, {id}: Queued): Step {
	return step(after, ...draftChanges(before, after), {type: 'forget', id});
}

/** As a person types it: what begins with a slash has two. */
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
