/** A text that is edited in several rows: nothing of it is lost, and the cursor stands where the next letter comes. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {editedRows, rowCount, rowMoved} from '../../terminal/layout/edited-rows.ts';
import {EMPTY, textOf, type Editor} from '../../terminal/editor.ts';
import {graphemes, width} from '../../terminal/width.ts';

function editor(before: string, after = ''): Editor {
	return {...EMPTY, before, after};
}

const edited = fc
	.tuple(
		fc.array(fc.constantFrom('a', 'word', ' ', '漢', '👍🏽', 'é', '\n', '\r\n'), {maxLength: 40}),
		fc.nat(60),
	)
	.map(([letters, at]) => {
		const parts = graphemes(letters.join(''));
		return editor(parts.slice(0, at).join(''), parts.slice(at).join(''));
	});
const columns = fc.integer({min: 2, max: 20});

/** All rows, the one with the cursor whole. */
function rowsOf(text: Editor, columns: number): readonly string[] {
	const {above, before, after, below} = editedRows(text, columns, rowCount(text, columns));
	return [...above, before + after, ...below];
}

test('every character stands in a row, none of which is too wide, and rows end at line breaks', () => {
	fc.assert(
		fc.property(edited, columns, (text, columns) => {
			const rows = rowsOf(text, columns);
			expect(rows).toHaveLength(rowCount(text, columns));
			expect(rows.join('')).toBe(textOf(text).replaceAll(/\r?\n/g, ''));
			for (const row of rows) expect(width(row)).toBeLessThanOrEqual(columns);
		}),
		{numRuns: 500, examples: [[editor(' 👍🏽漢'), 3]]},
	);
});

test('of many rows as many are shown as there is room for, with the cursor among them', () => {
	fc.assert(
		fc.property(edited, columns, fc.integer({min: 1, max: 5}), (text, columns, most) => {
			const {above, before, below, column} = editedRows(text, columns, most);
			expect(above.length + 1 + below.length).toBe(Math.min(most, rowCount(text, columns)));
			expect(column).toBe(width(before));
			expect(column).toBeLessThanOrEqual(columns);
		}),
	);
});

test('a row breaks behind a blank; a word that is longer than a row breaks within', () => {
	expect(rowsOf(editor('one two three'), 8)).toEqual(['one two ', 'three']);
	expect(rowsOf(editor('abcdefghij'), 4)).toEqual(['abcd', 'efgh', 'ij']);
	expect(rowsOf(editor('one\r\n\ntwo'), 8)).toEqual(['one', '', 'two']);
});

describe('Up and Down in several rows', () => {
	test('move to the row above and below, to the same cell, and say where there is none', () => {
		const text = editor('one two thr', 'ee');
		const up = rowMoved(text, -1, 8)!;
		expect([up.before, up.after]).toEqual(['one', ' two three']);
		expect(rowMoved(up, -1, 8)).toBeUndefined();
		const down = rowMoved(up, 1, 8)!;
		expect([down.before, down.after]).toEqual(['one two thr', 'ee']);
		expect(rowMoved(down, 1, 8)).toBeUndefined();
	});

	test('go no farther than a shorter row, and never between the parts of a character', () => {
		const short = rowMoved(editor('ab\nabcdef'), -1, 20)!;
		expect(short.before).toBe('ab');
		const wide = rowMoved(editor('漢漢\nabc'), -1, 20)!;
		expect(wide.before).toBe('漢');
	});

	test('lose nothing, and come back to the row that they came from', () => {
		fc.assert(
			fc.property(edited, columns, (text, columns) => {
				const up = rowMoved(text, -1, columns);
				if (!up) return;
				expect(textOf(up)).toBe(textOf(text));
				expect(up.before.length).toBeLessThan(text.before.length + 1);
				expect(rowMoved(up, 1, columns)).toBeDefined();
			}),
		);
	});
});

test('a key in a text of megabytes wraps only what is near the cursor', () => {
	const huge = editor('x'.repeat(1_000_000), 'y'.repeat(1_000_000));
	expect(rowCount(huge, 80)).toBeLessThan(500);
	expect(rowMoved(huge, -1, 80)!.before).toHaveLength(1_000_000 - 80);
});
