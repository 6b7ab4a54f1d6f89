/** Edits the command bar, keeps a draft per conversation, and recalls sent lines. */
import {MAX_SAVED_INPUT, keepNewest} from '../model/saved-input.ts';
import {EMPTY, lineOf, setText, textOf, type Editor} from '../../../terminal/editor.ts';
import {barOf} from '../keyboard/scope.ts';
import type {State} from '../model/state.ts';

/** Changes the text in the bar; a line that was called back there is a copy. Completion begins anew. */
export function editBar(state: State, how: (editor: Editor) => Editor): State {
	const {completion, ...rest} = state;
	return setBar(rest, how(barOf(state)));
}

/** The text in the bar, and nothing else changed. */
export function setBar(state: State, editor: Editor): State {
	return {...state, bar: editor};
}

/** Takes the line out of the bar, where the draft stands again that a recalled line covered; help does not hide what becomes of it. */
export function lineTaken(state: State, line: string): State {
	const {lines, at, kept: draft} = state.recall;
	const sent = keepNewest(lines.at(-1) === line ? lines : [...lines, line], MAX_SAVED_INPUT.sent);
	const {help, ...seen} = withCleared(state, ...copiesOf(state));
	const left = at < lines.length ? lineOf(draft) : '';
	const emptied = editBar(seen, editor => setText(editor, left));
	return {...emptied, recall: {lines: sent, at: sent.length, kept: EMPTY, copies: new Map()}};
}

/** What is to be kept of the bar when something else comes into it: the draft, unless a recalled line was changed. */
export function draftOf(state: State): Editor {
	return isUnchangedCopy(state) ? state.recall.kept : barOf(state);
}

/** What recalled lines have made of what was typed, apart from the draft: it would be gone with them. */
export function asideOf(state: State): readonly string[] {
	const {lines, at, kept} = state.recall;
	const covered = at < lines.length && !isUnchangedCopy(state) ? lineOf(kept) : '';
	return covered === '' ? copiesOf(state) : [...copiesOf(state), covered];
}

/** The recalled lines that were changed and left again. */
function copiesOf({recall: {at, copies}}: State): readonly string[] {
	return copies.size === 0 ? NONE : [...copies].filter(([place]) => place !== at).map(([, line]) => line);
}

const NONE: readonly string[] = [];

/** These can be brought back with Ctrl-Y from now on, the last one first. */
export function withCleared(state: State, ...lines: readonly string[]): State {
	const cleared = lines.filter(line => line !== '');
	if (cleared.length === 0) return state;
	return {...state, cleared: keepNewest([...state.cleared, ...cleared], MAX_SAVED_INPUT.cleared)};
}

/** Another draft in the open conversation; an unchanged copy of a recalled line stays in front of it. */
export function withDraft(state: State, line: string): State {
	if (isUnchangedCopy(state)) return {...state, recall: {...state.recall, kept: setText(EMPTY, line)}};
	return editBar(state, editor => setText(editor, line));
}

function isUnchangedCopy(state: State): boolean {
	const {lines, at} = state.recall;
	return at < lines.length && textOf(barOf(state)) === lines[at];
}

/** Up and Down: through the lines sent before, and back to what stood there. */
export function recall(state: State, by: 1 | -1): State {
	const {lines, at} = state.recall;
	return recallLine(state, Math.max(0, Math.min(lines.length, at + by)));
}

/** Ctrl-R: the next older line that holds what was typed. */
export function searchBack(state: State): State {
	const {lines, at} = state.recall;
	const wanted = textOf(draftOf(state)).toLowerCase();
	const before = isUnchangedCopy(state) ? at : lines.length;
	const found = lines.findLastIndex((line, index) => index < before && line.toLowerCase().includes(wanted));
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
