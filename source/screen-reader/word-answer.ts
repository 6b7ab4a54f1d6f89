/** Finds which button of a question a word presses, such as `yes`, that a program or a slow line sends in one piece. */
import {textOf} from '../../terminal/editor.ts';
import type {TermEvent} from '../../terminal/event.ts';
import {choiceTyped} from '../state/dialogs/answering.ts';
import {askerOf} from '../state/dialogs/pending-dialogs.ts';
import {barOf, scopeOf} from '../state/keyboard/scope.ts';
import {isInChat} from '../state/model/place.ts';
import type {State} from '../state/model/state.ts';

/** @returns the letter of the button; undefined where the word is typed on, as it is at a question of another user */
export function wordAnswer(state: State, event: TermEvent): string | undefined {
	if (event.type !== 'text' || event.text.length === 1) return undefined;
	const top = state.dialogs.at(-1);
	const isOwn = top !== undefined && askerOf(top) === undefined && textOf(barOf(state)) === '';
	return scopeOf(state) === 'dialog' || (isInChat(state) && isOwn)
		? choiceTyped(state, event.text)
		: undefined;
}
