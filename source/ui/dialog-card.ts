/** Builds the card of the top dialog. */
import {isInChat} from '../state/model/place.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';
import {dialogLayout, type DialogView} from '../../terminal/layout/dialog.ts';
import {dialogView} from '../state/dialogs/dialogs.ts';
import type {Fields} from '../state/model/form.ts';
import {hasFields, isPicker} from '../state/keyboard/scope.ts';
import type {State} from '../state/model/state.ts';
import type {Size} from '../../terminal/layout/size.ts';
import {blank, FRAME, keyHints, textRows, type Card, type CardRow} from '../../terminal/ui/card.ts';
import {fieldRows} from './field-rows.ts';
import {pickerCard} from './picker-card.ts';
import {keysOf, remindersNow} from '../state/keyboard/reminders.ts';

export function dialogCard(state: State): Card | undefined {
	const view = dialogView(state);
	const dialog = state.dialogs.at(-1);
	if (!view || !dialog || dialog.type === 'copyView') return undefined;
	const waiting = state.dialogs.length - 1 + state.pendingDialogs.length;
	const title = waiting === 0 ? view.title : safeText`${view.title} (${waiting} more)`;
	if (isPicker(dialog)) return pickerCard(state, dialog, title);
	return hasFields(dialog)
		? fieldsCard({...view, title}, dialog.form, state)
		: buttonsCard({...view, title}, state.size, dialog.openedAt !== undefined && isInChat(state));
}

function buttonsCard(view: DialogView, size: Size, cameByItself: boolean): Card {
	const {columns, lines, above, below, buttons} = dialogLayout(view, size);
	const text: CardRow[] = lines.map(line => ({type: 'text', text: line, tone: 'plain'}));
	const foot: CardRow[] = buttons.map(row => ({type: 'buttons', buttons: row}));
	const air = text.length + foot.length + FRAME.rows < size.rows ? [blank] : [];
	const more = below > 0 ? 'pageDown' : above > 0 ? 'pageUp' : undefined;
	const pages = more && safeText`${keysOf('dialog', more)} for more`;
	const own = safeText`${keysOf('bar', 'answer')} answers · ${keysOf('bar', 'cancel')} puts it away`;
	const footer = pages ?? (cameByItself ? own : undefined);
	const rows = [...text, ...air, ...foot];
	return {title: view.title, columns, rows, focus: 0, foot: foot.length, ...(footer && {footer})};
}

function fieldsCard(view: DialogView, form: Fields<string>, state: State): Card {
	const {columns} = dialogLayout(view, state.size);
	const lines = view.lines.flatMap(line => textRows(line, columns));
	const below: SafeText = form.problem ?? keyHints(remindersNow(state), columns);
	const said = textRows(below, columns, form.problem ? 'bad' : 'info');
	const around = lines.length + 2 + said.length + FRAME.rows;
	const {rows, focus, focusEnd = focus} = fieldRows(form, columns, state.size.rows - around);
	return {
		title: view.title,
		columns,
		rows: [...lines, blank, ...rows, blank, ...said],
		focus: lines.length + 1 + focus,
		focusEnd: lines.length + 1 + focusEnd,
		foot: said.length,
	};
}
