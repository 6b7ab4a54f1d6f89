/** Echoes a line that is being edited, where nothing above it may be written again: by characters, blanks and backspaces alone. */
import {graphemes, width} from './width.ts';

/** What stands in the line, before and after the cursor. */
export type Echoed = {readonly before: string; readonly after: string};

export const NOTHING: Echoed = {before: '', after: ''};

/**
 * Returns what to write so that the line shows the next text. A terminal steps back within a row alone, so a text that is longer than a
 * row is written anew in a line of its own; one that only grows at its end never is.
 * @param columns cells of a row
 */
export function echo(shown: Echoed, next: Echoed, columns: number): string {
	if (shown.before === next.before && shown.after === next.after) return '';
	const [was, will] = [shown.before + shown.after, next.before + next.after];
	if (shown.after === '' && next.after === '' && will.startsWith(was)) return will.slice(was.length);
	const fits = (text: string) => !text.includes('\n') && width(text) < columns;
	const back = fits(will) ? moved(will, will.length, next.before.length) : '';
	if (!fits(was) || !fits(will)) return (was === '' ? '' : '\n') + will + back;
	if (was === will) return moved(was, shown.before.length, next.before.length);
	const same = commonStart(was, will);
	const over = Math.max(0, width(was) - width(will));
	return (
		moved(was, shown.before.length, same) + will.slice(same) + ' '.repeat(over) + '\b'.repeat(over) + back
	);
}

/** Moves the cursor from one index of a text to another: back by backspaces, on by writing what stands there. */
function moved(text: string, from: number, to: number): string {
	return to < from ? '\b'.repeat(width(text.slice(to, from))) : text.slice(from, to);
}

/** Returns how many code units two texts begin with alike, in whole graphemes. */
function commonStart(one: string, other: string): number {
	const others = graphemes(other);
	let length = 0;
	for (const [at, grapheme] of graphemes(one).entries()) {
		if (others[at] !== grapheme) break;
		length += grapheme.length;
	}

	return length;
}
