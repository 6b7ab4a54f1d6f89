/** Which texts are the same to somebody who searches? */
import {expect, test} from 'vitest';
import {folded} from '../../protocol/folding.ts';

test.each([
	['istanbul', 'İstanbul'],
	['ISTANBUL', 'İstanbul'],
	['isparta', 'ISPARTA'],
	['isparta', 'Isparta'],
	['strasse', 'Straße'],
	['STRASSE', 'straße'],
	['ΟΔΟΣ', 'οδος'],
	['bob', 'ＢＯＢ'],
	['office', 'oﬃce'],
	['CAFÉ', 'cafe\u0301'],
])('%s finds %s', (searched, text) => {
	expect(folded(text)).toBe(folded(searched));
});

test('no text grows to more than eight times its length', () => {
	const letters = Array.from({length: 0x1_0000}, (_, unit) => String.fromCharCode(unit).toWellFormed());
	expect(letters.filter(letter => folded(letter).length > 8)).toEqual([]);
});
