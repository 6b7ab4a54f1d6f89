/** Scrolls the top dialog, where its text is too long for the screen. */
import {dialogLayout} from '../../../terminal/layout/dialog.ts';
import {scrolledTo, type Scroll} from '../../../terminal/layout/paging.ts';
import type {State} from '../model/state.ts';
import {dialogView, replaceTop} from './dialogs.ts';

export function scrollDialog(state: State, by: Scroll): State {
	const view = dialogView(state);
	const dialog = state.dialogs.at(-1);
	if (!view || !dialog) return state;
	const {lines, above, below} = dialogLayout(view, state.size);
	return replaceTop(state, {
		...dialog,
		top: scrolledTo(above, by, {page: lines.length, most: above + below}),
	});
}
