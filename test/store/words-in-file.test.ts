/** A file that a search passes over holds no message that it would find. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {folded} from '../../protocol/folding.ts';
import {userName} from '../../protocol/names.ts';
import {storedJson} from '../../server/store/stored.ts';
import {mayHold} from '../../server/store/words-in-file.ts';

const from = userName('bob')!;
const file = (...texts: string[]) =>
	Buffer.from(
		`{"data":[\n${texts.map((text, at) => storedJson({sequence: at + 1, id: `d.s.${at}`, from, at, text})).join(',\n')}\n]}`,
	);
const words = (text: string) =>
	folded(text)
		.split(/\s+/)
		.filter(word => word !== '');

/** Letters that fold, join, are escaped in JSON, or are confused with its escapes. */
const letter = fc.oneof(
	fc.constantFrom(...'abnrtfuNI019"\\/\n\t {}:,'.split('')),
	fc.constantFrom('é', 'e\u0301', '\u0301', '\u0303', 'ß', 'Σ', 'ς', 'İ', 'ı', 'ﬁ', 'ＡＢ', 'ﾞ', 'か'),
	fc.constantFrom(
		'\u00ad',
		'\u200d',
		'\u200e',
		'\u0007',
		'\u3164',
		'\u1160',
		'\ufdfa',
		'\ud800',
		'👍🏽',
		'"broadcast":{',
	),
	fc.string({unit: 'binary', minLength: 1, maxLength: 2}),
);
const text = fc.array(letter, {minLength: 1, maxLength: 12}).map(letters => letters.join(''));

describe('a file', () => {
	test('is read where one of its messages has the words', () => {
		const property = fc.property(
			fc.array(text, {minLength: 1, maxLength: 4}),
			fc.nat(),
			fc.nat(),
			(texts, which, cut) => {
				const chosen = folded(texts[which % texts.length]!);
				const sought = words(chosen.slice(cut % (chosen.length + 1)));
				fc.pre(sought.every(word => chosen.includes(word)));
				expect(mayHold(file(...texts), sought)).toBe(true);
			},
		);
		fc.assert(property, {numRuns: 2000});
	});

	test('is read for a word whose first mark would join the escaped line feed before it', () => {
		expect(mayHold(file('\n\u0303abc'), words('\n\u0303abc'))).toBe(true);
	});

	test('is read for a word with so many marks that some are cut, where JSON escapes one of those', () => {
		const tower = `x${'\u0301'.repeat(16)}\u034f${'\u0301'.repeat(9)}y`;
		expect(mayHold(file(tower), words(tower))).toBe(true);
	});

	test('is passed over where a word is in none', () => {
		expect(mayHold(file('Tea for two', 'Straße'), ['coffee'])).toBe(false);
		expect(mayHold(file('Tea for two', 'Straße'), ['tea', 'coffee'])).toBe(false);
		expect(mayHold(file('Tea for two', 'Straße'), ['strasse'])).toBe(true);
		expect(mayHold(file('Tea for two'), ['tea'])).toBe(true);
	});

	test('of notices is read, since their texts stand elsewhere', () => {
		const json = storedJson({sequence: 1, broadcast: {conversation: '!bob' as never, sequence: 7}});
		expect(mayHold(Buffer.from(json), ['coffee'])).toBe(true);
	});
});
