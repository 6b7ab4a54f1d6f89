/** A dialog with a list as a card: the list above, and below it the line that is typed and what the keys do. */
import {truncate} from '../term/width.ts';
import type {SafeText} from '../../protocol/text.ts';
import type {Picker} from '../state/dialog.ts';
import {pickerView} from '../state/picking.ts';
import type {State} from '../state/state.ts';
import {blank, cardColumns, FRAME, keyHints, type Card, type CardRow} from './card.ts';

/** Of the same size whatever is found, so that nothing jumps while one types. */
const COLUMNS = {jump: 44, search: 96};
const ROWS = 16;
const FOOT = 2;
/** A click on the line that is typed picks nothing of the list. */
const TYPED = -1;

export function pickerCard(state: State, picker: Picker, title: SafeText): Card {
	const columns = cardColumns(COLUMNS[picker.type], state.size);
	const {rows, chosen, label, remark} = pickerView(state, picker);
	const room = Math.max(1, Math.min(ROWS, state.size.rows - FRAME.rows) - FOOT);
	const list = rows.map((text, at): CardRow => ({
		type: 'choice',
		text: cut(text, columns - 2),
		chosen: at === chosen,
		pick: at,
	}));
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
		{type: 'text', text: said(remark, columns), tone: 'info'},
	];
	return {title, columns, rows: [...list, ...air, ...below], focus: chosen, foot: FOOT};
}

/** A sentence that stands alone is cut rather than left out. */
function said(remark: readonly SafeText[], columns: number): SafeText {
	const [only, ...more] = remark;
	return only && more.length === 0 ? cut(only, columns) : keyHints(remark, columns);
}

function cut(text: SafeText, columns: number): SafeText {
	return truncate(text, columns) as SafeText; // cutting adds nothing but an ellipsis
}
