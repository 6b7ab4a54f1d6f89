/** Selects the lines of the log that the filter lets through, and those of them that are on the screen. */
import type {SafeText} from '../../protocol/text.ts';
import {textOf} from '../../terminal/editor.ts';
import {wrap} from '../../terminal/width.ts';
import type {ConsoleState, Line} from './model.ts';

/** Maximum lines that are kept, and UTF-16 units of one. */
export const MAX_LINES = 2000;
const MAX_UNITS = 2000;

/** A row of the screen. */
type LogRow = {readonly kind: Line['kind']; readonly text: SafeText};

/** What the log is filtered by: the word in the bar, else the one that was entered. */
export function filterOf({bar, filter}: ConsoleState): string {
	const typed = textOf(bar);
	return typed === '' || typed.startsWith('/') ? filter : typed;
}

/** Returns the lines that the filter lets through; what the operator asks and is told is never filtered out. */
function shownLines(state: ConsoleState): readonly Line[] {
	const wanted = filterOf(state).trim().toLowerCase();
	if (wanted === '') return state.lines;
	return state.lines.filter(({kind, text}) => kind !== 'log' || text.toLowerCase().includes(wanted));
}

/** Wraps the newest lines that are not below the screen, as many as fit. */
export function logRows(state: ConsoleState, columns: number, rows: number): readonly LogRow[] {
	const lines = shownLines(state);
	const shown: LogRow[] = [];
	for (let at = lines.length - 1 - state.below; at >= 0 && shown.length < rows; at--) {
		const {kind, text} = lines[at] ?? {kind: 'log', text: '' as SafeText}; // within the list
		const wrapped = wrap(text, Math.max(1, columns)) as SafeText[]; // wrapping adds nothing
		shown.unshift(...wrapped.map(row => ({kind, text: row})));
	}

	return shown.slice(-Math.max(1, rows));
}

/** Adds lines; where the operator has scrolled up, the rows on the screen stay. */
export function withLines(state: ConsoleState, added: readonly Line[]): ConsoleState {
	const cut = added.map(line => ({...line, text: line.text.slice(0, MAX_UNITS).toWellFormed() as SafeText})); // cutting adds nothing
	const grown = {...state, lines: [...state.lines, ...cut].slice(-MAX_LINES)};
	if (state.below === 0) return grown;
	const more = shownLines({...state, lines: cut}).length;
	return scrolledTo(grown, state.below + more);
}

export function scrolledTo(state: ConsoleState, below: number): ConsoleState {
	const most = Math.max(0, shownLines(state).length - 1);
	return {...state, below: Math.max(0, Math.min(most, below))};
}
