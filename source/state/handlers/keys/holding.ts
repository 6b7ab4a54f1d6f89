/** Binds the keys while what is typed is held: it connects, or a question has just opened by itself. */
import {edits, type Edit} from '../../../../terminal/editor.ts';
import {answerAt, answerHarmlessly, chooseNext} from '../../dialogs/answering.ts';
import {isSeen, takeFocus} from '../../dialogs/dialogs.ts';
import {interrupt} from '../../dialogs/quitting.ts';
import {isUnfocused} from '../../keyboard/scope.ts';
import type {State} from '../../model/state.ts';
import {step, type Step} from '../../model/step.ts';
import {editHeld, holdNextField, withoutHeld} from '../../sign-in/held-text.ts';
import {stopWaiting} from '../../sign-in/waiting.ts';
import {changes, type Table} from './table.ts';

const editingHeld: Table = Object.fromEntries(
	(Object.keys(edits) as Edit[]).map(edit => [edit, changes(state => editHeld(state, edit))]), // its own keys
);

export const holding: Table = {
	...editingHeld,
	submit: changes(holdNextField),
	choicePrevious: state => choose(state, -1),
	choiceNext: state => choose(state, 1),
	cancel: state =>
		isUnfocused(state) ? answerHarmlessly(takeFocus(state)) : step(stopWaiting(withoutHeld(state))),
	interrupt: state => (isUnfocused(state) ? answerHarmlessly(takeFocus(state)) : interrupt(state)),
};

/** An arrow key or Tab: goes on to the next field of what is being typed, else takes the question, once it can have been seen. */
function choose(state: State, by: 1 | -1): Step {
	if (state.held.length > 0) return step(holdNextField(state));
	return isSeen(state) ? chooseNext(takeFocus(state), by) : step(state);
}

/** Handles a click on a button of a question. */
export function pickWhileHolding(state: State, at: number): Step {
	return isSeen(state) ? answerAt(takeFocus(state), at) : step(state);
}
