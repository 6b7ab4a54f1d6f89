/** Shares drafts with the user's other screens, where the server allows several. */
import {traitsOf} from '../../../protocol/conversation-kind.ts';
import {MAX_DRAFTS} from '../../../protocol/bounds.ts';
import type {AnnouncementOf} from '../../../protocol/index.ts';
import type {ConversationId} from '../../../protocol/names.ts';
import type {SignedIn} from '../../../protocol/sign-in.ts';
import {MAX_TEXT_BYTES} from '../../../protocol/text.ts';
import {EMPTY, lineOf, setText} from '../../../terminal/editor.ts';
import {draftOf, withDraft} from '../command-bar/bar.ts';
import {isPrivateLine} from '../command-bar/unsaved.ts';
import type {State} from '../model/state.ts';
import {andThen, step, type Step} from '../model/step.ts';
import {change} from './conversations.ts';

/** Milliseconds after the last key before a draft is shared: one does not write on two screens at once. */
export const SHARE_PAUSE_MS = 1000;

type Draft = Omit<AnnouncementOf<'draftSet'>, 'type'>;

/** Shares the draft of a conversation that was left at once, and that of the open one when the keys have rested. */
export function shareDrafts(before: State, after: State): Step {
	if (after.me?.screens === undefined || (before.bar === after.bar && before.open === after.open))
		return step(after);
	const left =
		before.open !== undefined && before.open !== after.open ? shared(after, before.open) : step(after);
	return andThen(left, next =>
		step(next, {type: 'after', milliseconds: SHARE_PAUSE_MS, key: 'share draft', event: {type: 'draftDue'}}),
	);
}

/** Shares the draft of the open conversation. */
export function shareOpen(state: State): Step {
	return state.open === undefined ? step(state) : shared(state, state.open);
}

/** Shares the drafts of an earlier run, the newest that the server has room for. */
export function shareAll(state: State): Step {
	const written = [...state.conversations.keys()].filter(id => lineIn(state, id) !== '');
	return written
		.slice(-MAX_DRAFTS)
		.reduce<Step>((all, id) => andThen(all, next => shared(next, id)), step(state));
}

/** Tells the server the draft of a conversation, if it does not know it. One that is too long stays here. */
function shared(state: State, id: ConversationId): Step {
	const {me, link, sharedDrafts, conversations} = state;
	if (me?.screens === undefined || link.status !== 'online') return step(state);
	if (!traitsOf(id).isStored || !conversations.has(id)) return step(state);
	const line = lineIn(state, id);
	const text = isPrivateLine(line) ? '' : line;
	if (text === sharedIn(state, id) || Buffer.byteLength(text) > MAX_TEXT_BYTES) return step(state);
	const known = {...state, sharedDrafts: new Map(sharedDrafts).set(id, text)};
	return step(known, {type: 'request', request: {type: 'setDraft', conversation: id, text}});
}

/** Takes in a draft from another screen. It never takes the place of what is being written here. */
export function draftHeard(state: State, {conversation: id, text}: Draft): State {
	if (!state.conversations.has(id)) return state;
	const line = lineIn(state, id);
	const isUnchanged = line === '' || line === sharedIn(state, id);
	const known = {...state, sharedDrafts: new Map(state.sharedDrafts).set(id, text)};
	return isUnchanged && line !== text ? withDraftIn(known, id, text) : known;
}

/** Takes in the drafts that the server knows at a sign-in; what was sent or removed on another screen goes here, too. */
export function draftsAt(state: State, drafts: SignedIn['drafts']): State {
	if (!drafts) return {...state, sharedDrafts: new Map()}; // a server that has started again knows of none
	const there = new Map(drafts.map(({conversation, text}) => [conversation, text] as const));
	const gone = [...state.sharedDrafts.keys()].filter(id => !there.has(id));
	const all = [...there, ...gone.map(id => [id, ''] as const)];
	return all.reduce<State>((next, [conversation, text]) => draftHeard(next, {conversation, text}), state);
}

function withDraftIn(state: State, id: ConversationId, text: string): State {
	if (state.open !== id) return change(state, id, before => ({...before, draft: setText(EMPTY, text)}));
	const {composing} = state;
	if (composing?.type === 'edit') return {...state, composing: {...composing, kept: setText(EMPTY, text)}};
	return withDraft(state, text);
}

function lineIn(state: State, id: ConversationId): string {
	const draft = state.open === id ? draftOf(state) : state.conversations.get(id)?.draft;
	return draft ? lineOf(draft) : '';
}

/** Returns what the user's screens know as the draft of a conversation. */
function sharedIn({sharedDrafts}: State, id: ConversationId): string {
	return sharedDrafts.get(id) ?? '';
}
