/** Completes the word before the cursor on Tab, and cycles through its candidates. */
import {commandsFor} from '../../commands/administration.ts';
import {commands} from '../../commands/index.ts';
import {complete} from '../../commands/line.ts';
import {escaped, typedPath} from '../../commands/paths.ts';
import {cleanLine} from '../../../protocol/text.ts';
import {setBar} from '../command-bar/bar.ts';
import {lineOf} from '../../../terminal/editor.ts';
import {barOf} from '../keyboard/scope.ts';
import type {EventOf} from '../model/event.ts';
import type {Completion, State} from '../model/state.ts';
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

	const {stem, candidates, path} = completionsOf(state);
	if (path !== undefined)
		return step(state, {type: 'completePath', before: typedPath(path, state.folders).before});
	if (candidates.length === 0) return step(state);
	return step(take(state, {stem, candidates, chosen: by === 1 ? 0 : candidates.length - 1}));
}

/** Returns the completions of what stands before the cursor; `stem`: the text that stays in the bar. */
function completionsOf(state: State): ReturnType<typeof complete> {
	const {me} = state;
	if (!me) return {stem: '', candidates: []};
	const editor = {...barOf(state), after: ''};
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
	const before = `${stem}${candidates[chosen] ?? ''}${isPath ? '' : ' '}`;
	const taken = setBar(state, {...editor, before, revision: editor.revision + 1});
	return candidates.length > 1 ? {...taken, completion} : taken;
}
