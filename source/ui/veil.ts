/** Decides what of the screen is blank behind a dialog. */
import type {Rectangle} from '../../terminal/layout/rectangle.ts';
import {withMargin} from '../../terminal/ui/card.ts';
import {isInChat} from '../state/model/place.ts';
import type {State} from '../state/model/state.ts';
import {layoutOf} from '../state/panes/layout.ts';

/**
 * Returns the blank rectangle behind a card: a margin around a dialog; else the screen, without the status line in
 * the chat.
 */
export function veilAt(at: Rectangle, state: State): Rectangle {
	const {size: screen} = state;
	const {contacts, status} = layoutOf(state);
	const kept = isInChat(state) ? (status?.height ?? 0) : 0;
	if (!contacts || !isInChat(state))
		return {column: 0, row: 0, width: screen.columns, height: screen.rows - kept};
	return withMargin(at, screen);
}
