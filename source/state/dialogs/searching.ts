/** Searches messages: opens the dialog, requests part after part of the past, collects the hits. */
import {traitsOf} from '../../../protocol/conversation-kind.ts';
import {folded} from '../../../protocol/folding.ts';
import type {ConversationId} from '../../../protocol/names.ts';
import {MAX_SEARCH, MAX_PLACES} from '../../../protocol/bounds.ts';
import type {SearchPlace} from '../../../protocol/search.ts';
import type {ReplyOf, RequestOf} from '../../../protocol/index.ts';
import type {SafeText} from '../../../protocol/text.ts';
import {openDialog, replaceTop, type NewDialog} from './dialogs.ts';
import type {Found, Picker, Search} from '../model/dialog.ts';
import {EMPTY, setText, textOf} from '../../../terminal/editor.ts';
import type {Effect} from '../model/effect.ts';
import {backwards} from '../chats/window.ts';
import {showHit} from '../chats/hits.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';

type SearchDialog = Extract<Picker, {readonly type: 'search'}>;
type NewSearchDialog = Extract<NewDialog, {readonly type: 'search'}>;

/** Maximum hits collected. */
export const MAX_HITS = 200;

/** Opens the search dialog with this text and sends the first request; without text it waits for input. */
export function openSearch(state: State, text: string): Step {
	const {opened, effects} = searchFor(state, text, state.open === undefined);
	return step(openDialog(state, opened), ...effects);
}

/** Searches all conversations for the text. */
export function searchEverywhere(state: State, text: string): Step {
	const {opened, effects} = searchFor(state, text, true);
	return step(openDialog(state, opened), ...effects);
}

function searchFor(
	state: State,
	text: string,
	everywhere: boolean,
): {readonly opened: NewSearchDialog; readonly effects: readonly Effect[]} {
	const wanted = wantedIn(text);
	const opened: NewSearchDialog = {type: 'search', editor: setText(EMPTY, wanted), everywhere};
	if (wanted === '') return {opened, effects: []};
	const found = foundPrivately(state, wanted, everywhere);
	const search: Search = {text: wanted, found, left: places(state, everywhere)};
	return {opened: {...opened, search}, effects: nextPart(search)};
}

/** Enter: searches for the typed text; if that was searched already, opens the chosen message. */
export function acceptSearch(state: State, dialog: SearchDialog): Step {
	const {editor, search, chosen, everywhere} = dialog;
	if (search?.text !== wantedIn(textOf(editor)) || search.problem !== undefined)
		return searchAgain(state, dialog, everywhere);
	const found = search.found[chosen];
	return step(found ? showHit({...state, dialogs: []}, {...search, at: chosen}) : state);
}

/** Tab: switches between the open conversation and all conversations. */
export function searchElsewhere(state: State, dialog: SearchDialog): Step {
	if (state.open === undefined) return step(state);
	return searchAgain(state, dialog, !dialog.everywhere);
}

function searchAgain(state: State, dialog: SearchDialog, everywhere: boolean): Step {
	const {opened, effects} = searchFor(state, textOf(dialog.editor), everywhere);
	const {search: _before, ...kept} = dialog;
	return step(replaceTop(state, {...kept, ...opened, chosen: 0}), ...effects);
}

/** Adds the hits of a part, newest first, and requests the next part. */
export function searchArrived(
	state: State,
	request: RequestOf<'search'>,
	{found, left}: ReplyOf<'search'>,
): Step {
	const dialog = asking(state, request);
	if (!dialog) return step(state);
	const {search} = dialog;
	const more = found
		.filter(({from}) => !state.blocked.has(from))
		.map(({conversation, sequence, from, at, text}): Found => ({
			conversation,
			sequence,
			from,
			at,
			text,
		}));
	const all = [...search.found, ...more].toSorted((one, other) => other.at - one.at).slice(0, MAX_HITS);
	const rest = all.length < MAX_HITS ? [...left, ...search.left.slice(request.places.length)] : [];
	const next: Search = {...search, found: all, left: rest};
	const held = search.found[dialog.chosen];
	const chosen = dialog.chosen > 0 && held ? Math.max(0, all.indexOf(held)) : 0; // keeps the chosen hit in place
	return step(replaceTop(state, {...dialog, chosen, search: next}), ...nextPart(next));
}

/** Shows why the search failed; the hits stay, and Enter retries. */
export function searchFailed(state: State, request: RequestOf<'search'>, problem: SafeText): Step {
	const dialog = asking(state, request);
	return step(dialog ? replaceTop(state, {...dialog, search: {...dialog.search, problem}}) : state);
}

/** Returns the top dialog, if it still waits for the reply to this request. */
function asking(state: State, {text, places: [first]}: RequestOf<'search'>) {
	const dialog = state.dialogs.at(-1);
	if (dialog?.type !== 'search' || dialog.search?.text !== text) return undefined;
	const [next] = dialog.search.left;
	const same = next?.conversation === first?.conversation && next?.before === first?.before;
	return same ? {...dialog, search: dialog.search} : undefined;
}

export function wantedIn(text: string): string {
	return text.trim().slice(0, MAX_SEARCH);
}

function nextPart({text, left}: Search): readonly Effect[] {
	if (left.length === 0) return [];
	return [{type: 'request', request: {type: 'search', text, places: left.slice(0, MAX_PLACES)}}];
}

/** Lists the conversations to search: the open one, or all by newest message. */
function places({open, conversations}: State, everywhere: boolean): readonly SearchPlace[] {
	const all = everywhere
		? [...conversations.values()]
		: [...conversations.values()].filter(({id}) => id === open);
	return all
		.filter(({id, last}) => last > 0 && traitsOf(id).isStored)
		.toSorted((one, other) => other.activeAt - one.activeAt)
		.map(({id, last}): {conversation: ConversationId; before: number} => ({
			conversation: id,
			before: last + 1,
		}));
}

/** Finds the messages of private chats, which this client alone holds, as the server finds the others. */
function foundPrivately({open, conversations}: State, text: string, everywhere: boolean): readonly Found[] {
	const words = folded(text).split(/\s+/);
	return [...conversations.values()]
		.filter(({id}) => !traitsOf(id).isStored && (everywhere || id === open))
		.flatMap(({id: conversation, window}) =>
			[...backwards(window)].flatMap(({sequence, from, at, text: said}) => {
				const letters = folded(said);
				return words.every(word => letters.includes(word))
					? [{conversation, sequence, from, at, text: said}]
					: [];
			}),
		)
		.toSorted((one, other) => other.at - one.at)
		.slice(0, MAX_HITS);
}
