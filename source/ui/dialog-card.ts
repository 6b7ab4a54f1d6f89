/** The dialog on top as a card. */
import {safeText, type SafeText} from '../../protocol/text.ts';
import {dialogView} from '../state/dialogs.ts';
import {isPicker} from '../state/scope.ts';
import type {State} from '../state/state.ts';
import {width} from '../term/width.ts';
import {blank, buttonRows, cardColumns, fieldRows, keyHints, textRows, type Card} from './card.ts';
import {pickerCard} from './picker-card.ts';

/** Cells of the rows: as many as the longest line has, within reason. */
const MOST = 96;
const LEAST = 36;
const hints = [safeText`Enter`, safeText`Tab next field`, safeText`Esc cancel`];

export function dialogCard(state: State): Card | undefined {
	const view = dialogView(state);
	const dialog = state.dialogs.at(-1);
	if (!view || !dialog) return undefined;
	const longest = Math.max(LEAST, ...view.lines.map(line => width(line)));
	const columns = cardColumns(Math.min(MOST, longest), state.size);
	const lines = view.lines.flatMap(line => textRows(line, columns));
	const waiting = state.dialogs.length - 1 + state.knocking.length;
	const title = waiting === 0 ? view.title : safeText`${view.title} (${waiting} more)`;
	if (isPicker(dialog)) return pickerCard(state, dialog, title);
	if (dialog.type !== 'password') {
		const buttons = buttonRows(view.choices, view.chosen, columns);
		return {title, columns, rows: [...lines, blank, ...buttons], focus: 0, foot: buttons.length};
	}

	const {rows, focus} = fieldRows(dialog.form, columns);
	const below: SafeText = dialog.form.problem ?? keyHints(hints, columns);
	const said = textRows(below, columns, dialog.form.problem ? 'bad' : 'info');
	return {
		title,
		columns,
		rows: [...lines, blank, ...rows, blank, ...said],
		focus: lines.length + 1 + focus,
		foot: said.length,
	};
}
