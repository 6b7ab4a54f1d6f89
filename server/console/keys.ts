/** Defines the keys of the console: in its command bar, and in a question. */
import {editKeys} from '../../terminal/edit-keys.ts';
import type {ConsoleAction} from './model.ts';

type Row = readonly [chords: string, action: ConsoleAction];

const everywhere: readonly Row[] = [
	['ctrl+l', 'redraw'],
	['ctrl+z', 'suspend'],
];

const ofBar: readonly Row[] = [
	['enter', 'submit'],
	['tab', 'complete'],
	['shift+tab', 'completeBack'],
	['up', 'recallPrevious'],
	['down', 'recallNext'],
	['pageup', 'pageUp'],
	['pagedown', 'pageDown'],
	['ctrl+home alt+home', 'scrollTop'],
	['ctrl+end alt+end', 'scrollEnd'],
	['escape', 'cancel'],
	['ctrl+c', 'interrupt'],
	['ctrl+q', 'quit'],
	['f1', 'help'],
	...editKeys.map(([chords, edit]): Row => [chords, edit]),
	...everywhere,
];

const ofQuestion: readonly Row[] = [
	['left up shift+tab', 'choicePrevious'],
	['right down tab', 'choiceNext'],
	['enter', 'accept'],
	['escape ctrl+c', 'refuse'],
	...everywhere,
];

const tableOf = (rows: readonly Row[]): ReadonlyMap<string, ConsoleAction> =>
	new Map(rows.flatMap(([chords, action]) => chords.split(' ').map(chord => [chord, action] as const)));
const inBar = tableOf(ofBar);
const inQuestion = tableOf(ofQuestion);

/** @returns the action of a chord; undefined for one without a meaning */
export function actionOf(chord: string, hasQuestion: boolean): ConsoleAction | undefined {
	return (hasQuestion ? inQuestion : inBar).get(chord);
}
