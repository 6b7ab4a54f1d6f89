/** Completes the word before the cursor on Tab, and cycles through its candidates. */
import {commands} from '../../commands/index.ts';
import {complete} from '../../commands/line.ts';
import {setBar} from '../command-bar/bar.ts';
import {lineOf} from '../../../terminal/editor.ts';
import {barOf} from '../keyboard/scope.ts';
import type {Completion, State} from '../model/state.ts';

/**
 * Completes the word before the cursor, or shows its next candidate.
 * @param by 1: the next candidate; -1: the previous
 */
export function completeNext(state: State, by: 1 | -1): State {
	const {completion, me} = state;
	if (completion) {
		const {length} = completion.candidates;
		return take(state, {...completion, chosen: (completion.chosen + by + length) % length});
	}

	if (!me) return state;
	const editor = {...barOf(state), after: ''};
	const line = lineOf(editor);
	const {stem, candidates} = complete(line, {state, me, commands});
	if (candidates.length === 0) return state;
	const added = line.length - editor.before.length; // the slash is not part of the line
	return take(state, {stem: stem.slice(added), candidates, chosen: by === 1 ? 0 : candidates.length - 1});
}

/** Takes the completion; with a single candidate it ends, so that the next Tab completes the following word. */
function take(state: State, completion: Completion): State {
	const {stem, candidates, chosen} = completion;
	const editor = barOf(state);
	const before = `${stem}${candidates[chosen] ?? ''} `;
	const taken = setBar(state, {...editor, before, revision: editor.revision + 1});
	return candidates.length > 1 ? {...taken, completion} : taken;
}
