/** Scrolls an edited line sideways under its cursor. */
import {clean, type SafeText} from '../../protocol/text.ts';
import type {Editor} from '../editor.ts';
import {truncate, width} from '../width.ts';

export const MASK = '•';
/** Maximum UTF-16 units that fill a cell. */
const UNITS_PER_CELL = 8;

type LineView = {
	/**
	 * The end of the text before the cursor, of which the last `column` cells are visible. The hidden part is not
	 * cleaned.
	 */
	readonly before: string;
	readonly column: number;
	/** The visible part of the text behind the cursor. */
	readonly after: SafeText;
};

/**
 * Computes the visible part of a line.
 * @param columns cells of the row, at least 2; one is kept for the cursor at the end of the line
 * @param hidden whether each UTF-16 unit is shown as a dot
 */
export function lineView(editor: Editor, columns: number, hidden: boolean): LineView {
	const most = columns * UNITS_PER_CELL;
	const before = hidden ? editor.before.slice(-most) : shown(editor.before.slice(-most));
	const after = hidden ? clean(MASK.repeat(editor.after.length)) : shown(editor.after.slice(0, most));
	const room = columns - 1;
	const left = hidden ? before.length : width(before); // a dot for each UTF-16 unit, as ink-text-input has it
	const right = width(after);
	// The text behind the cursor keeps a third of the row, so that the user sees where they type.
	const kept = Math.min(right, Math.max(room - left, Math.floor(room / 3)));
	return {before, column: Math.min(left, room - kept), after: clean(truncate(after, kept + 1))};
}

/** Shows a line break as a single sign. */
function shown(text: string): SafeText {
	return clean(text.replaceAll(/\r?\n/g, '⏎'));
}
