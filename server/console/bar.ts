/** Edits the command bar: typing, completion, and lines that were entered before. */
import {complete, hintFor} from '../../terminal/commands/completion.ts';
import {isCommand} from '../../terminal/commands/line.ts';
import {setText, textOf, type Editor} from '../../terminal/editor.ts';
import type {SafeText} from '../../protocol/text.ts';
import type {OperatorContext} from '../operator/command.ts';
import type {ConsoleState} from './model.ts';

/** Maximum lines that are kept. */
const MAX_RECALLED = 200;

/** Edits the text; what was said of the one before is over, and so is completion. */
export function edit(state: ConsoleState, how: (editor: Editor) => Editor): ConsoleState {
	const bar = how(state.bar);
	return {
		...state,
		bar,
		completion: undefined,
		message: undefined,
		below: isFiltering(bar) ? 0 : state.below,
	};
}

function isFiltering(bar: Editor): boolean {
	return textOf(bar) !== '' && !textOf(bar).startsWith('/');
}

/** Takes the line out of the bar. */
export function lineTaken(state: ConsoleState, line: string): ConsoleState {
	const {lines} = state.recall;
	const kept = lines.at(-1) === line ? lines : [...lines, line].slice(-MAX_RECALLED);
	const emptied = edit(state, bar => setText(bar, ''));
	return {...emptied, recall: {lines: kept, at: kept.length, draft: ''}};
}

/** Recalls the line before or after, and finally what was typed. */
export function recall(state: ConsoleState, by: 1 | -1): ConsoleState {
	const {lines, at, draft} = state.recall;
	const to = Math.max(0, Math.min(lines.length, at + by));
	if (to === at) return state;
	const typed = at === lines.length ? textOf(state.bar) : draft;
	const text = to === lines.length ? typed : (lines[to] ?? '');
	return {...edit(state, bar => setText(bar, text)), recall: {lines, at: to, draft: typed}};
}

/** Completes the word before the cursor, or shows its next candidate. */
export function completeNext(state: ConsoleState, by: 1 | -1, context: OperatorContext): ConsoleState {
	const {completion} = state;
	if (completion) {
		const {length} = completion.candidates;
		return take(state, {...completion, chosen: (completion.chosen + by + length) % length});
	}

	const {before} = state.bar;
	if (!isCommand(before)) return state;
	const {stem, candidates} = complete(before, context);
	return candidates.length === 0
		? state
		: take(state, {stem, candidates, chosen: by === 1 ? 0 : candidates.length - 1});
}

function take(state: ConsoleState, completion: NonNullable<ConsoleState['completion']>): ConsoleState {
	const {stem, candidates, chosen} = completion;
	const before = `${stem}${candidates[chosen] ?? ''} `;
	const taken = edit(state, bar => ({...bar, before, revision: bar.revision + 1}));
	return candidates.length > 1 ? {...taken, completion} : taken;
}

/** @returns the usage of the typed command, or its completions; undefined where no command is typed */
export function barHint(
	{bar}: ConsoleState,
	{commands}: Pick<OperatorContext, 'commands'>,
): SafeText | undefined {
	return hintFor(textOf(bar), commands);
}
