/** Builds the card of a dialog with a list: rows above, the typed line and key hints below. */
import {truncate} from '../../terminal/width.ts';
import type {SafeText} from '../../protocol/text.ts';
import type {Picker} from '../state/model/dialog.ts';
import {hitsInRow} from '../state/dialogs/found-text.ts';
import {pickerView} from '../state/pickers/list-dialog.ts';
import type {State} from '../state/model/state.ts';
import {
	blank,
	cardColumns,
	FRAME,
	keyHints,
	textRows,
	type Card,
	type CardRow,
} from '../../terminal/ui/card.ts';

/** Cells of a row: fixed, so that the card keeps its size while the user types. */
const COLUMNS = {jump: 60, search: 96, react: 40, pins: 76};
/** Rows of the card; it grows for the hits of a search alone, which do not follow each letter. */
const ROWS = 16;
/** Pick of the typed line: a click on it picks nothing of the list. */
const TYPED = -1;

export function pickerCard(state: State, picker: Picker, title: SafeText): Card {
	const columns = cardColumns(COLUMNS[picker.type], state.size);
	const {rows, chosen, label, footer} = pickerView(state, picker);
	const said = footerRows(footer, columns);
	const foot = 1 + said.length;
	const room = Math.max(1, Math.min(ROWS, state.size.rows - FRAME.rows) - foot);
	const searched = picker.type === 'search' ? picker.search?.text : undefined;
	const list = rows.map((row, at): CardRow => {
		const text = cut(row, columns - 2);
		const hits = searched === undefined ? [] : hitsInRow(text, searched);
		return {type: 'choice', text, hits, chosen: at === chosen, pick: at};
	});
	const air = Array.from({length: Math.max(0, room - list.length)}, () => blank);
	const below: CardRow[] = [
		{
			type: 'field',
			label: cut(label, columns / 3),
			editor: picker.editor,
			hidden: false,
			focus: true,
			pick: TYPED,
		},
		...said,
	];
	const most = picker.type === 'jump' && {most: ROWS};
	return {title, columns, rows: [...list, ...air, ...below], focus: chosen, foot, ...most};
}

/** Lays out the footer: a single sentence is wrapped whole; of several hints the last ones are left out. */
function footerRows(footer: readonly SafeText[], columns: number): CardRow[] {
	const [only, ...more] = footer;
	return textRows(only && more.length === 0 ? only : keyHints(footer, columns), columns, 'info');
}

function cut(text: SafeText, columns: number): SafeText {
	return truncate(text, columns) as SafeText; // cutting adds only an ellipsis
}
