/** Declares key tables, with the parts that several of them share. */
import {edits} from '../../../../terminal/editor.ts';
import {editFocused} from '../../actions/typing.ts';
import type {Action} from '../../model/action.ts';
import type {State} from '../../model/state.ts';
import {step, type Step} from '../../model/step.ts';
import type {Scroll} from '../../../../terminal/layout/paging.ts';

type Does = (state: State) => Step;
export type Table = Partial<Readonly<Record<Extract<Action, string>, Does>>>;

/** A key that changes the state without an effect. */
export const changes =
	(how: (state: State) => State): Does =>
	state =>
		step(how(state));

/** The keys that edit text, for the editor that has the keyboard. */
export const editing: Table = Object.fromEntries(
	Object.entries(edits).map(([name, edit]) => [name, changes(state => editFocused(state, edit))]),
);

/** Returns the table of the keys that scroll, carried out by `how`. */
export function scrolling(how: (state: State, by: Scroll) => State): Table {
	const moves = ['pageUp', 'pageDown', 'lineUp', 'lineDown', 'scrollTop', 'scrollEnd'] as const;
	return Object.fromEntries(moves.map(move => [move, changes(state => how(state, move))]));
}
