/** What a dialog leaves of the screen behind it. */
import {expect, test} from 'vitest';
import {veilAt} from '../../source/ui/veil.ts';
import {firstScreen, signedIn} from '../harness/sample-state.ts';

const dialog = {column: 10, row: 6, width: 20, height: 5};

test.each([
	[80, 24],
	[40, 10],
])('behind it nothing is left of a first screen, at %ix%i', (columns, rows) => {
	const whole = {column: 0, row: 0, width: columns, height: rows};
	expect(veilAt(dialog, firstScreen({columns, rows}))).toEqual(whole);
});

test('in the chat there is air around it, and of a narrow screen the line with its keys is left', () => {
	expect(veilAt(dialog, signedIn({columns: 80, rows: 24}))).toEqual({
		column: 8,
		row: 5,
		width: 24,
		height: 7,
	});
	expect(veilAt(dialog, signedIn({columns: 40, rows: 10}))).toEqual({
		column: 0,
		row: 0,
		width: 40,
		height: 9,
	});
});
