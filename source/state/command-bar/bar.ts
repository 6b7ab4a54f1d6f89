/** Edits the command bar, keeps a draft per conversation, and recalls sent lines. */
import {MAX_SAVED_INPUT, keepNewest} from '../model/saved-input.ts';
import {EMPTY, lineOf, setText, textOf, type Editor} from '../../../terminal/editor.ts';
import {barOf} from '../keyboard/scope.ts';
import type {State} from '../model/state.ts';
import {holdsPrivate, isOffered, isPrivate, isPrivateLine, withUnsaved} from './unsaved.ts';

/** Edits the text in the bar, and ends completion. A recalled line is edited as a copy. */
export function editBar(state: State, how: (editor: Editor) => Editor): State {
	const {completion, ...rest} = state;
	return setBar(rest, how(barOf(state)));
}

/** Sets the text in the bar, and changes nothing else. */
export function setBar(state: State, editor: Editor): State {
	return {...state, bar: editor};
}

/** Takes a submitted line out of the bar, restores the draft that a recalled line covered, and closes help. */
export function lineTaken(state: State, line: string): State {
	const {lines, at, kept: draft} = state.recall;
	const sent = keepNewest(lines.at(-1) === line ? lines : [...lines, line], MAX_SAVED_INPUT.sent);
	const {help, ...seen} = withCleared(state, ...copiesOf(state));
	const left = at < lines.length ? lineOf(draft) : '';
	const emptied = editBar(seen, editor => setText(editor, left));
	const taken = {...emptied, recall: {lines: sent, at: sent.length, kept: EMPTY, copies: new Map()}};
	return holdsPrivate(state, line) ? withUnsaved(taken, line) : taken;
}

/** Returns the draft to save when another text comes into the bar: an unchanged recalled line is not a draft. */
export function draftOf(state: State): Editor {
	if (state.composing?.type === 'edit') return state.composing.kept;
	return isUnchangedCopy(state) ? state.recall.kept : barOf(state);
}

/** Returns edited copies of recalled lines, the draft that one covers, and the text of an edit: leaving the bar would lose them. */
export function asideOf(state: State): readonly string[] {
	const {lines, at, kept} = state.recall;
	const {composing} = state;
	const line = lineOf(barOf(state));
	if (composing?.type === 'edit')
		return line.replace(/^\/\//, '/') === composing.original ? copiesOf(state) : [...copiesOf(state), line];
	const covered = at < lines.length && !isUnchangedCopy(state) ? lineOf(kept) : '';
	return covered === '' ? copiesOf(state) : [...copiesOf(state), covered];
}

/** Returns the recalled lines that the user edited and left. */
function copiesOf({recall: {at, copies}}: State): readonly string[] {
	return copies.size === 0 ? NONE : [...copies].filter(([place]) => place !== at).map(([, line]) => line);
}

const NONE: readonly string[] = [];

/** Adds lines to the cleared text, from which Ctrl-Y restores the last line first. */
export function withCleared(state: State, ...lines: readonly string[]): State {
	const cleared = lines.filter(line => line !== '');
	if (cleared.length === 0) return state;
	const kept = {...state, cleared: keepNewest([...state.cleared, ...cleared], MAX_SAVED_INPUT.cleared)};
	const unsaved = cleared.filter(line => isPrivate(state.open ?? '') || isPrivateLine(line));
	return unsaved.length === 0 ? kept : withUnsaved(kept, ...unsaved);
}

/** Replaces the draft of the open conversation; an unchanged copy of a recalled line stays in front of it. */
export function withDraft(state: State, line: string): State {
	if (isUnchangedCopy(state)) return {...state, recall: {...state.recall, kept: setText(EMPTY, line)}};
	return editBar(state, editor => setText(editor, line));
}

export function isUnchangedCopy(state: State): boolean {
	const {lines, at} = state.recall;
	return at < lines.length && textOf(barOf(state)) === lines[at];
}

/** Up and Down: recalls the previous or next sent line, and finally the draft. */
export function recall(state: State, by: 1 | -1): State {
	const {lines, at} = state.recall;
	let to = at + by;
	while (to >= 0 && to < lines.length && !isOffered(state, lines[to] ?? '')) to += by;
	return to < 0 ? state : recallLine(state, Math.min(lines.length, to));
}

/** Ctrl-R: recalls the next older line that contains the typed text. */
export function searchBack(state: State): State {
	const {lines, at} = state.recall;
	const wanted = textOf(draftOf(state)).toLowerCase();
	const before = isUnchangedCopy(state) ? at : lines.length;
	const found = lines.findLastIndex(
		(line, index) => index < before && line.toLowerCase().includes(wanted) && isOffered(state, line),
	);
	return found === -1 ? state : recallLine(state, found);
}

function recallLine(state: State, to: number): State {
	const {lines, at, kept, copies} = state.recall;
	if (to === at) return state;
	const text = lineOf(barOf(state));
	const draft = at === lines.length ? barOf(state) : kept;
	const left = at === lines.length || text === lines[at] ? copies : new Map(copies).set(at, text);
	const {completion, ...rest} = state;
	return setBar(
		{...rest, recall: {lines, at: to, kept: draft, copies: left}},
		setText(barOf(state), to === lines.length ? lineOf(draft) : (left.get(to) ?? lines[to] ?? '')),
	);
}
