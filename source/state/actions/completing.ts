/** Completes the word before the cursor on Tab, and cycles through its candidates. */
import {commandsFor} from '../../commands/administration.ts';
import {commands} from '../../commands/index.ts';
import {complete} from '../../commands/line.ts';
import {escaped, typedPath} from '../../commands/paths.ts';
import {MAX_NAME} from '../../../protocol/names.ts';
import {cleanLine} from '../../../protocol/text.ts';
import {setBar} from '../command-bar/bar.ts';
import {lineOf} from '../../../terminal/editor.ts';
import {barOf} from '../keyboard/scope.ts';
import type {Effect} from '../model/effect.ts';
import type {EventOf} from '../model/event.ts';
import type {Completion, State} from '../model/state.ts';
import {findEffect, partOfName} from '../presence/finding.ts';
import {step, type Step} from '../model/step.ts';

/**
 * Completes the word before the cursor, or shows its next candidate.
 * @param by 1: the next candidate; -1: the previous
 */
export function completeNext(state: State, by: 1 | -1): Step {
	const {completion} = state;
	if (completion) {
		const {length} = completion.candidates;
		return step(take(state, {...completion, chosen: (completion.chosen + by + length) % length}));
	}

	const {path, ...found} = completionsOf(state);
	if (path !== undefined)
		return step(state, {type: 'completePath', before: typedPath(path, state.folders).before});
	const {candidates, open = ''} = found;
	const ask = openTo(state, open);
	if (!ask || candidates.length === 1) return step(takeFirst(state, found, by));
	if (candidates.length === 0) return step({...state, awaitedNames: {word: open, by}}, ask);
	return step(takeFirst(state, found, by), ask);
}

/** Returns the question for what only the server knows: people by a part of their name, rooms by one behind a #. */
function openTo(state: State, open: string): Effect | undefined {
	if (!open.startsWith('#')) return findEffect(state, open);
	return {type: 'request', request: {type: 'rooms', name: open.slice(1, 1 + MAX_NAME)}};
}

function takeFirst(state: State, found: Omit<Completion, 'chosen'>, by: 1 | -1): State {
	const {length} = found.candidates;
	return length === 0 ? state : take(state, {...found, chosen: by === 1 ? 0 : length - 1});
}

/** Adds the people whom the server has found. @param name the part of a name that it was asked for */
export function showFoundNames(state: State, name: string): State {
	return showFound(state, open => partOfName(open) === name);
}

/** Adds the rooms that the server has found. @param name the part of a name that it was asked for */
export function showFoundRooms(state: State, name: string): State {
	return showFound(state, open => open.slice(0, 1 + MAX_NAME) === `#${name}`);
}

/** Adds what was found to the candidates that are shown, or completes the word that waits for it. */
function showFound(state: State, isAsked: (open: string) => boolean): State {
	const {completion, awaitedNames, ...rest} = state;
	if (completion?.open !== undefined && isAsked(completion.open)) {
		const {candidates, open} = completion;
		const more = completionsOf(state, completion.stem + open).candidates.filter(
			one => !candidates.includes(one),
		);
		return {...state, completion: {...completion, candidates: [...candidates, ...more]}};
	}

	if (awaitedNames === undefined || !isAsked(awaitedNames.word)) return state;
	const found = completionsOf(rest);
	return found.open === awaitedNames.word ? takeFirst(rest, found, awaitedNames.by) : rest;
}

/** Returns the completions of what stands before the cursor; `stem`: the text that stays in the bar. */
function completionsOf(state: State, before = barOf(state).before): ReturnType<typeof complete> {
	const {me} = state;
	if (!me) return {stem: '', candidates: []};
	const editor = {...barOf(state), before, after: ''};
	const line = lineOf(editor);
	const {stem, ...found} = complete(line, {state, me, commands: commandsFor(me, commands)});
	const added = line.length - editor.before.length; // the slash is not part of the line
	return {...found, stem: stem.slice(added)};
}

/** Maximum names of a folder to cycle through. */
const MAX_CANDIDATES = 200;

/** Takes the first of the names that the disk knows, unless the path in the bar has changed meanwhile. */
export function showCompletedPaths(state: State, {before, candidates}: EventOf<'pathsCompleted'>): Step {
	const {stem, path} = completionsOf(state);
	if (path === undefined || state.completion) return step(state);
	const typed = typedPath(path, state.folders);
	if (typed.before !== before) return step(state);
	const visible = candidates.filter(name => cleanLine(name) === name).slice(0, MAX_CANDIDATES);
	if (visible.length === 0) return step(state);
	const names = visible.map(escaped);
	return step(take(state, {stem: stem + typed.folder, candidates: names, chosen: 0, isPath: true}));
}

/** Takes the completion; with a single candidate it ends, so that the next Tab completes the following word. */
function take(state: State, completion: Completion): State {
	const {stem, candidates, chosen, isPath} = completion;
	const editor = barOf(state);
	const isFollowed = editor.after.startsWith(' '); // the blank behind it is there already
	const before = `${stem}${candidates[chosen] ?? ''}${isPath || isFollowed ? '' : ' '}`;
	const taken = setBar(state, {...editor, before, revision: editor.revision + 1});
	return candidates.length > 1 ? {...taken, completion} : taken;
}
