/** Lays the console out on a screen: what stands at the top, who is connected, the log, the bar, the hints. */
import {bySize} from '../../terminal/layout/by-size.ts';
import {insideOf, type Rectangle} from '../../terminal/layout/rectangle.ts';
import type {Size} from '../../terminal/layout/size.ts';

/** Rectangles in cells; `people` is missing on a small screen. */
type Layout = {
	readonly server: Rectangle;
	readonly people?: Rectangle;
	readonly log: Rectangle;
	readonly bar: Rectangle;
	readonly hints: Rectangle;
	readonly framed: boolean;
};

const FRAMED_ROWS = 14;
const FRAMED_COLUMNS = 50;
/** From here on, people and the log stand side by side. */
const WIDE = 150;
const PEOPLE_WIDTH = 52;
/** Rows of the list of people above the log, its frame included. */
const PEOPLE_ROWS = {usual: 7, roomy: 10} as const;
/** Rows of the log from which on the list of people takes more. */
const ROOMY = 24;
/** Rows at the top: where it listens, the join line, which takes two on a narrow screen, and the counters; on a small one no join line. */
const SERVER_ROWS = {small: 2, narrow: 4, usual: 3} as const;
const NARROW = 90;

export const layoutOf = bySize(measure);

function measure(width: number, rows: number): Layout {
	const framed = rows >= FRAMED_ROWS && width >= FRAMED_COLUMNS;
	const hintRows = rows >= 4 ? 1 : 0;
	const barRows = Math.min(rows - hintRows, framed ? 3 : 1);
	const wanted = SERVER_ROWS[framed ? (width < NARROW ? 'narrow' : 'usual') : 'small'];
	const top = Math.min(wanted, Math.max(0, rows - hintRows - barRows - 1));
	const rest = rows - top - barRows - hintRows;
	const beside = framed && width >= WIDE;
	const wantedPeople = PEOPLE_ROWS[rest >= ROOMY ? 'roomy' : 'usual'];
	const above = framed && !beside && rest >= wantedPeople + 6 ? wantedPeople : 0;
	const left = beside ? PEOPLE_WIDTH : 0;
	return {
		server: {column: 0, row: 0, width, height: top},
		...(beside && {people: {column: 0, row: top, width: PEOPLE_WIDTH, height: rest}}),
		...(above > 0 && {people: {column: 0, row: top, width, height: above}}),
		log: {column: left, row: top + above, width: width - left, height: rest - above},
		bar: {column: 0, row: rows - hintRows - barRows, width, height: barRows},
		hints: {column: 0, row: rows - hintRows, width, height: hintRows},
		framed,
	};
}

/** Rows of the log that are on the screen. */
export function logHeight(size: Size): number {
	const {log, framed} = layoutOf(size);
	return insideOf(log, framed).height;
}
