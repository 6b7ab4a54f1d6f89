/** Lays out the fields of a form as rows of a card. */
import type {SafeText} from '../../protocol/text.ts';
import {textRows, type Card, type CardRow} from '../../terminal/ui/card.ts';
import {width as widthOf} from '../../terminal/width.ts';
import type {Fields} from '../state/model/form.ts';

/**
 * Lays out fields below each other, with the problem of each under it, and under that with the keyboard its hint. `focus`: row of the
 * field that has the keyboard.
 * @param room rows there are; where all that does not fit, the hint is left out
 */
export function fieldRows(
	{fields, focus, waiting}: Fields<string>,
	columns: number,
	room: number,
): Pick<Card, 'focus' | 'focusEnd'> & {rows: CardRow[]} {
	const labelled = Math.max(...fields.map(({label}) => widthOf(label)));
	const rows: CardRow[] = [];
	let [focused, end] = [0, 0];
	const problems = fields.flatMap(({problem}) => (problem ? textRows(problem, columns) : []));
	for (const [at, {label, editor, hidden, problem, hint}] of fields.entries()) {
		if (at === focus) focused = rows.length;
		const padded = (label + ' '.repeat(labelled - widthOf(label))) as SafeText; // spaces are safe
		rows.push({type: 'field', label: padded, editor, hidden, focus: at === focus && !waiting, pick: at});
		if (problem) rows.push(...textRows(problem, columns, 'bad'));
		else if (hint && at === focus) {
			const about = textRows(hint, columns, 'info');
			if (fields.length + problems.length + about.length <= room) rows.push(...about);
		}

		if (at === focus) end = rows.length - 1;
	}

	return {rows, focus: focused, focusEnd: end};
}
