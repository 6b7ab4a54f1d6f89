/** Does what the keys of the console mean: in its command bar, and in a question. */
import {safeText} from '../../protocol/text.ts';
import {edits, setText, textOf, type Edit} from '../../terminal/editor.ts';
import type {Choice} from '../../terminal/layout/dialog.ts';
import {pageOf} from '../../terminal/layout/paging.ts';
import type {OperatorContext} from '../operator/command.ts';
import {completeNext, edit, lineTaken, recall} from './bar.ts';
import {logHeight} from './layout.ts';
import {filterOf, scrolledTo, withLines} from './log-view.ts';
import type {ConsoleAction, ConsoleState, ConsoleStep} from './model.ts';

type Named = Exclude<ConsoleAction, {readonly press: string}>;
type Act = (state: ConsoleState, context: OperatorContext) => ConsoleStep;

/** The buttons of a question: the harmless one is first. */
export const CHOICES: readonly Choice[] = [
	{key: 'n', label: safeText`No`},
	{key: 'y', label: safeText`Yes`},
];
const YES = 1;

export function act(state: ConsoleState, action: ConsoleAction, context: OperatorContext): ConsoleStep {
	if (typeof action === 'object') return press(state, action.press);
	return actions[action](state, context);
}

const changes =
	(how: (state: ConsoleState) => ConsoleState): Act =>
	state => [how(state)];
const editing = Object.fromEntries(
	Object.entries(edits).map(([name, how]) => [name, changes(state => edit(state, how))]),
) as Record<Edit, Act>; // a row for each of the edits

const actions: Readonly<Record<Named, Act>> = {
	...editing,
	submit,
	complete: (state, context) => [completeNext(state, 1, context)],
	completeBack: (state, context) => [completeNext(state, -1, context)],
	recallPrevious: changes(state => recall(state, -1)),
	recallNext: changes(state => recall(state, 1)),
	pageUp: changes(state => scrolledTo(state, state.below + page(state))),
	pageDown: changes(state => scrolledTo(state, state.below - page(state))),
	scrollTop: changes(state => scrolledTo(state, Infinity)),
	scrollEnd: changes(state => scrolledTo(state, 0)),
	cancel: changes(cancel),
	interrupt: state => (textOf(state.bar) === '' ? runLine(state, '/quit') : [edit(state, empty)]),
	quit: state => runLine(state, '/quit'),
	help: state => runLine(state, '/help'),
	redraw: state => [state, {type: 'redraw'}],
	suspend: changes(state => ({
		...state,
		message: safeText`Ctrl-Z would stop the server for everybody; use another terminal.`,
	})),
	choicePrevious: changes(choose),
	choiceNext: changes(choose),
	accept: state => answer(state, state.question?.chosen === YES),
	refuse: state => answer(state, false),
};

const empty = (bar: ConsoleState['bar']) => setText(bar, '');

function page({size}: ConsoleState): number {
	return pageOf(logHeight(size));
}

/** Enter: runs the command; another word becomes the filter of the log. */
function submit(state: ConsoleState): ConsoleStep {
	const line = textOf(state.bar);
	if (line.trim() === '') return [state];
	return line.startsWith('/')
		? runLine(lineTaken(state, line), line)
		: [{...edit(state, empty), filter: filterOf(state)}];
}

function runLine(state: ConsoleState, line: string): ConsoleStep {
	const asked = withLines({...state, below: 0}, [{kind: 'asked', text: safeText`› ${line}`}]);
	return [asked, {type: 'run', line}];
}

/** Esc: first clears the line, then goes to the newest line, then ends the filter. */
function cancel(state: ConsoleState): ConsoleState {
	if (textOf(state.bar) !== '' || state.message !== undefined) return edit(state, empty);
	return state.below > 0 ? scrolledTo(state, 0) : {...state, filter: ''};
}

/** Two buttons: either key leads to the other one. */
function choose(state: ConsoleState): ConsoleState {
	const {question} = state;
	return question
		? {...state, question: {...question, chosen: (question.chosen + 1) % CHOICES.length}}
		: state;
}

/** A letter answers a question. */
function press(state: ConsoleState, key: string): ConsoleStep {
	const at = CHOICES.findIndex(choice => choice.key === key);
	return state.question && at !== -1 ? answer(state, at === YES) : [state];
}

function answer(state: ConsoleState, yes: boolean): ConsoleStep {
	return state.question
		? [
				{...state, question: undefined},
				{type: 'answer', yes},
			]
		: [state];
}
