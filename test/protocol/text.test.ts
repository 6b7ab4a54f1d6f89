/** clean(): what of other people's text may reach a screen, a log or a file name. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {clean, cleanLine, textFault} from '../../protocol/text.ts';
import {HOSTILE} from '../harness/hostile.ts';

/** Everything that moves the cursor, hides, reorders or is invisible; joiners are looked at apart. */
const DANGEROUS =
	/[\p{Cs}\p{Co}\p{Bidi_Control}\u2028\u2029\u115f\u1160\u2800\u3164\uffa0]|(?![\u200c\u200d])\p{Cf}|(?!\n)\p{Cc}/u;

describe('clean', () => {
	test.each(HOSTILE)('leaves nothing dangerous of %s', (_name, text) => {
		expect(clean(text)).not.toMatch(DANGEROUS);
		expect(clean(text)).not.toMatch(/\p{M}{5}/u);
		expect(cleanLine(text)).not.toContain('\n');
	});

	test('leaves nothing dangerous of any text at all, and changes nothing the second time', () => {
		const nasty = fc.constantFrom(
			'\x1b',
			'[',
			']',
			'\x9b',
			'2J',
			'\x07',
			'\\',
			'\u202e',
			'\u200d',
			'\u0301',
			'a',
			'\r',
			'\n',
			'\ud83d',
			'\ude00',
			'❤️',
		);
		const text = fc.oneof(
			fc.string({unit: 'binary'}),
			fc.array(nasty).map(parts => parts.join('')),
		);
		fc.assert(
			fc.property(text, input => {
				const once = clean(input);
				expect(once).not.toMatch(DANGEROUS);
				expect(clean(once)).toBe(once);
			}),
			{numRuns: 5000},
		);
	});

	test.each([
		['plain text', 'hello, world'],
		['umlauts and CJK', 'Grüße, 世界'],
		['emoji with joiners and variation', '👩‍👩‍👧 ❤️ 👍🏽'],
		['Hindi with marks', 'नमस्ते क्‍ष'],
		['Arabic, which is written from right to left', 'مرحبا'],
		['line breaks', 'one\ntwo'],
	])('leaves %s as it is', (_name, text) => {
		expect(clean(text)).toBe(text);
	});

	test('turns every kind of line break into a line feed, and a tab into spaces', () => {
		expect(clean('a\r\nb\rc\u2028d\u2029e\u0085f\tg')).toBe('a\nb\nc\nd\ne\nf    g');
	});

	test('is quick with the longest message of the worst kind', () => {
		const text = '\x1b['.repeat(8000);
		expect(clean(text)).not.toMatch(DANGEROUS);
	});
});

test.each([
	['', 'textEmpty'],
	[' \n\t', 'textEmpty'],
	['x'.repeat(4000), undefined],
	['x'.repeat(4001), 'textTooLong'],
	['😀'.repeat(4000), undefined],
	['a\0', 'textMalformed'],
	['\ud800', 'textMalformed'],
])('whether a text can be sent is said by one function for both sides (%#)', (text, fault) => {
	expect(textFault(text)).toBe(fault);
});
