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

test('marks that would take long to put in order do not tower on a letter, whichever they are', () => {
	const letters = Array.from({length: 0x2_0000}, (_, point) => String.fromCodePoint(point).toWellFormed());
	const marks = letters.filter(letter => /[\p{M}\uff9e\uff9f]/u.test(letter));
	expect(marks.length).toBeGreaterThan(2000);
	const towers = marks.filter(mark => folded(`a${mark.repeat(20)}`) !== folded(`a${mark.repeat(16)}`));
	expect(towers).toEqual([]);
	expect(folded('\u0315\u0300'.repeat(2000))).toHaveLength(16);
});
