/** Saves drafts, sent lines, cleared text and the open conversation as they change, and restores them at sign-in. */
import {addressText} from '../../../protocol/address.ts';
import {traitsOf} from '../../../protocol/conversation-kind.ts';
import {LOBBY, type ConversationId} from '../../../protocol/names.ts';
import {cleanLine, safeText} from '../../../protocol/text.ts';
import {
	isSameList,
	mergeSavedInput,
	type DraftPlace,
	type SavedInput,
	type SavedInputChange,
} from '../model/saved-input.ts';
import {asideOf, draftOf, withCleared, withDraft} from '../command-bar/bar.ts';
import {holdsPrivate, isPrivate, isPrivateLine, savedOf} from '../command-bar/unsaved.ts';
import {change, failedIn} from './conversations.ts';
import {EMPTY, lineOf, setText} from '../../../terminal/editor.ts';
import type {Effect} from '../model/effect.ts';
import {switchTo} from './opening.ts';
import {say} from './saying.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';
import {keysOf} from '../keyboard/reminders.ts';

/** Returns the effects that save what an event has changed, while the same user is signed in. */
export function draftChanges(before: State, after: State): readonly Effect[] {
	if (isSameBar(before, after) || !isSamePerson(before, after)) return [];
	const drafts = new Map<DraftPlace, string>();
	const moved = before.open !== after.open;
	if (moved) setDraft(drafts, before.open, draftLeft(after, before.open));
	const line = lineOf(draftOf(after));
	if (moved || line !== lineOf(draftOf(before))) setDraft(drafts, after.open, line);
	const cleared = clearedOf(after);
	const {lines} = after.recall;
	const isSent = before.recall.lines !== lines && !after.unsaved.has(lines.at(-1) ?? '');
	const changed = {
		...(drafts.size > 0 && {drafts}),
		...(moved && after.open !== undefined && !isPrivate(after.open) && {open: after.open}),
		...(isSent && {sent: savedOf(after, lines)}),
		...(!isSameList(cleared, clearedOf(before)) && {cleared}),
	};
	return Object.keys(changed).length > 0 ? keep(after, changed) : [];
}

/** Merges the input saved by an earlier run into the state; newer input is never overwritten. */
export function restoreDrafts(state: State, kept: SavedInput): Step {
	const all = mergeSavedInput(kept, writtenIn(state));
	const here = all.drafts.get(state.open ?? '') ?? '';
	const isKept = lineOf(draftOf(state)) === here || holdsPrivate(state);
	const isUnsaved = (text: string) => state.unsaved.has(text);
	let next = isKept ? state : withDraft(state, here);
	next = {
		...withLines(next, [...all.sent, ...state.recall.lines.filter(isUnsaved)]),
		cleared: [...all.cleared, ...state.cleared.filter(isUnsaved)],
	};
	for (const [place, line] of all.drafts)
		if (place !== (state.open ?? '')) next = withDraftAt(next, place, line);
	return step(withFailed(whereLeft(next, kept.open)), ...keep(next, writtenIn(next)));
}

/** Opens the conversation that was open when the client ended, unless the user has gone somewhere since. */
function whereLeft(state: State, id: ConversationId | undefined): State {
	const isFresh = state.open === undefined || (state.open === LOBBY && state.previous === undefined);
	const isHere = id !== undefined && state.conversations.has(id) && id !== state.open;
	const isFree = lineOf(draftOf(state)) === '' && state.awaitedOpening === undefined;
	return isHere && isFresh && isFree ? switchTo(state, id) : state;
}

/** Adds a notice of the messages that an earlier run could not send. */
function withFailed(state: State): State {
	const failed = failedIn(state);
	if (failed === 0) return state;
	const what = failed === 1 ? safeText`A message was` : safeText`${failed} messages were`;
	return say(
		state,
		[safeText`${what} not sent: see the chats with ✗; ${keysOf('bar', 'failedPrevious')} chooses one there.`],
		'bad',
	);
}

/** Adds a draft to those to be saved; private text is not. */
function setDraft(drafts: Map<DraftPlace, string>, place: ConversationId | undefined, line: string): void {
	if (!isPrivate(place ?? '')) drafts.set(place ?? '', isPrivateLine(line) ? '' : line);
}

/** Restores a draft into its conversation. Without that conversation it becomes cleared text. */
function withDraftAt(state: State, place: DraftPlace, line: string): State {
	if (place !== '' && (state.conversations.has(place) || canBegin(place)))
		return change(state, place, before => ({...before, draft: setText(EMPTY, line)}));
	const where = place === '' ? safeText`nobody yet` : cleanLine(place);
	return say(withCleared(state, line), [
		safeText`Your draft for ${where} comes back with ${keysOf('bar', 'bringBack')}.`,
	]);
}

/** Checks whether a user starts the conversation by writing, without joining it first. */
function canBegin(id: ConversationId): boolean {
	const {hasMembers, isWritable, isStored} = traitsOf(id);
	return isWritable && isStored && !hasMembers;
}

/** Restores the sent lines, unless one of them is being recalled. */
function withLines(state: State, lines: readonly string[]): State {
	const {recall} = state;
	return recall.at < recall.lines.length ? state : {...state, recall: {...recall, lines, at: lines.length}};
}

function writtenIn(state: State): SavedInput {
	const drafts = new Map<DraftPlace, string>();
	for (const [id, {draft}] of state.conversations) {
		const line = lineOf(draft);
		if (line !== '') setDraft(drafts, id, line);
	}

	const here = lineOf(draftOf(state));
	if (here !== '' && !isPrivateLine(here)) setDraft(drafts, state.open, here);
	return {drafts, sent: savedOf(state, state.recall.lines), cleared: clearedOf(state)};
}

function draftLeft({conversations}: State, open: State['open']): string {
	const left = open === undefined ? undefined : conversations.get(open);
	return left ? lineOf(left.draft) : '';
}

/** Returns the cleared text, with what an end of the program would clear now. */
function clearedOf(state: State): readonly string[] {
	const cleared = savedOf(state, state.cleared);
	const aside = isPrivate(state.open ?? '') ? [] : asideOf(state).filter(line => !isPrivateLine(line));
	return aside.length === 0 ? cleared : [...cleared, ...aside];
}

function keep({me}: State, changed: SavedInputChange): readonly Effect[] {
	return me ? [{type: 'keepDrafts', user: me.user, address: me.address, changed}] : [];
}

function isSameBar(one: State, other: State): boolean {
	return (
		one.bar === other.bar &&
		one.open === other.open &&
		one.recall === other.recall &&
		one.cleared === other.cleared
	);
}

function isSamePerson({me: one}: State, {me: other}: State): boolean {
	if (one === other || !one || !other) return one === other;
	return one.user === other.user && addressText(one.address) === addressText(other.address);
}
