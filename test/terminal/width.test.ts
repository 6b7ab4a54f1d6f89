/** How wide text is on the terminal, and how it is cut and wrapped. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {graphemes, truncate, width, wrap} from '../../terminal/width.ts';

test.each([
	['', 0],
	['hello', 5],
	['héllo', 5],
	['he\u0301llo', 5],
	['漢字', 4],
	['한국', 4],
	['😀', 2],
	['👨‍👩‍👧', 2],
	['🇩🇪', 2],
	['❤️', 2],
	['│─╭●✓…', 6],
	['ｆｕｌｌ', 8],
])('%s takes %i cells', (text, cells) => {
	expect(width(text)).toBe(cells);
});

test('a character with its marks, a family and a flag are one each', () => {
	expect(graphemes('ae\u0301👨‍👩‍👧🇩🇪')).toEqual(['a', 'e\u0301', '👨‍👩‍👧', '🇩🇪']);
});

test('characters that are split without Intl are split as it would', () => {
	const units = Array.from({length: 0x2800}, (_, at) => String.fromCharCode(at)).filter(one => one >= ' ');
	const segmenter = new Intl.Segmenter(undefined, {granularity: 'grapheme'});
	const split = (text: string) => [...segmenter.segment(text)].map(({segment}) => segment);
	const property = fc.property(fc.array(fc.constantFrom(...units), {maxLength: 6}), some => {
		const text = some.join('');
		expect(graphemes(text)).toEqual(split(text));
	});
	fc.assert(property, {numRuns: 500});
	for (const one of units)
		for (const text of [one + one, `a${one}a`, `▸${one}─`]) expect(graphemes(text)).toEqual(split(text));
});

describe('cutting', () => {
	test.each([
		['hello', 5, 'hello'],
		['hello', 4, 'hel…'],
		['漢字漢字', 8, '漢字漢字'],
		['漢字漢字', 7, '漢字漢…'],
		['漢字漢字', 6, '漢字…'],
		['a👨‍👩‍👧b', 3, 'a…'],
		['hello', 1, '…'],
		['hello', 0, ''],
	])('%s to %i cells is %s', (text, columns, cut) => {
		expect(truncate(text, columns)).toBe(cut);
	});

	test('can go without the dots', () => {
		expect(truncate('hello', 3, '')).toBe('hel');
		expect(truncate('hello', 2, '...')).toBe('he');
	});

	test('never gives more than there is room for', () => {
		fc.assert(
			fc.property(fc.string({unit: 'grapheme'}), fc.nat({max: 12}), (text, columns) => {
				expect(width(truncate(text, columns))).toBeLessThanOrEqual(columns);
			}),
		);
	});
});

describe('wrapping', () => {
	test.each([
		['breaks at spaces', 'the quick brown fox', 10, ['the quick', 'brown fox']],
		['keeps line breaks', 'one\n\ntwo', 10, ['one', '', 'two']],
		['keeps the indentation of a line', '  a', 10, ['  a']],
		['breaks words that are too long', 'see https://example.org', 10, ['see', 'https://ex', 'ample.org']],
		['fills the line with characters that need no spaces', 'ab 漢字漢字漢字', 8, ['ab 漢字', '漢字漢字']],
		['never halves a wide character', '漢字漢字', 5, ['漢字', '漢字']],
		['never halves a composed one', 'ab👨‍👩‍👧cd', 3, ['ab', '👨‍👩‍👧', 'cd']],
		['drops the spaces at a break', 'ab   cd', 3, ['ab', 'cd']],
		['gives one line for nothing', '', 5, ['']],
		['gives spaces no second line', '      ', 3, ['']],
		['comes to an end with a wide character in one column', '漢字', 1, ['漢', '字']],
	])('%s', (_, text, columns, lines) => {
		expect(wrap(text, columns)).toEqual(lines);
	});

	const texts = fc.string({
		unit: fc.oneof(
			fc.constantFrom(' ', 'a', '漢', '\n', '😀', 'e\u0301'),
			fc.string({unit: 'grapheme', minLength: 1, maxLength: 1}),
		),
	});

	test('loses nothing but spaces, and no line is too long', () => {
		fc.assert(
			fc.property(texts, fc.integer({min: 2, max: 12}), (text, columns) => {
				const lines = wrap(text, columns);
				expect(lines.join('').replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''));
				for (const line of lines) expect(graphemes(line).length === 1 || width(line) <= columns).toBe(true);
			}),
			{numRuns: 1000},
		);
	});
});
