/** clean(): what of other people's text may reach a screen, a log or a file name. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {mentionedIn} from '../../protocol/mentions.ts';
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
		['the flag of Wales, which is made of tags', '🏴\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}'],
	])('leaves %s as it is', (_name, text) => {
		expect(clean(text)).toBe(text);
	});

	test('turns every kind of line break into a line feed, and a tab into spaces', () => {
		expect(clean('a\r\nb\rc\u2028d\u2029e\u0085f\tg')).toBe('a\nb\nc\nd\ne\nf    g');
	});

	test.each([
		['colours', 'a\x1b[31mred\x1b[0m', 'a�red�'],
		['a run of several sorts', 'a\x1b[2J\u202e\u200b\x07b', 'a�b'],
		['a title', 'a\x1b]0;owned\x07b', 'a�b'],
		['a title that never ends, whose text is shown', 'a\x1b]0;owned', 'a�0;owned'],
		['the rest of a mistaken decoding, whose text is shown', 'â€\x9d he said', 'â€� he said'],
		['an icon of one font', '\ue0b0 main', '� main'],
		['tags that make no flag', '🏴\u{e0061}\u{e007f}!', '🏴�!'],
		['a tower of marks', 'Z' + '\u0316'.repeat(50) + '!', 'Z\u0316\u0316\u0316\u0316�!'],
	])('leaves one visible mark where it leaves out %s', (_name, text, shown) => {
		expect(clean(text)).toBe(shown);
	});

	/** Of the worst kinds: what begins in vain, again and again, or takes long to put in order. */
	const worst: ReadonlyArray<readonly [string, (length: number) => string]> = [
		['strings that begin and never end', length => '\x9d'.repeat(length) + '\x1bx'],
		['strings of two characters', length => '\x1b]x'.repeat(length / 3) + '\x1b'],
		['sequences that never end', length => '\x1b['.repeat(length / 2)],
		['a sequence of digits', length => '\x1b[' + '0'.repeat(length)],
		['blanks', length => ' '.repeat(length) + 'é'],
		['blanks before line ends', length => ' \n'.repeat(length / 2) + ' '.repeat(length) + 'é'],
		['marks in the wrong order', length => '\u0301\u0316'.repeat(length / 2)],
		['joiners', length => 'a' + '\u200d'.repeat(length) + 'b'],
		['a letter that is made of 18', length => '\ufdfa'.repeat(length)],
	];
	test.each(worst)(
		'takes about sixteen times as long for sixteen times as many %s, and not 256 times',
		(_name, text) => {
			const length = 4000;
			for (const how of [clean, cleanLine, (one: string) => mentionedIn(one, new Set())]) {
				const limit = 60 * fastest(how, text(length)) + 20; // milliseconds: what is over in no time cannot be measured
				expect(fastest(how, text(16 * length), limit)).toBeLessThan(limit);
			}
		},
	);
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

/** The shortest of some runs, in milliseconds: the others shared the processor. More runs until one is within the limit. */
function fastest(how: (text: string) => unknown, text: string, limit = Infinity): number {
	let best = Infinity;
	for (let run = 0; run < 5 || (run < 50 && best >= limit); run++) {
		const start = performance.now();
		how(text);
		best = Math.min(best, performance.now() - start);
	}

	return best;
}

test('text is cleaned alike, whether its characters are known to be harmless or have to be looked at', () => {
	const thoroughly = (text: string) => clean(`😀 ${text}`).slice('😀 '.length);
	const all = Array.from({length: 0x10000}, (_, code) => String.fromCharCode(code));
	expect(all.filter(each => clean(each) !== thoroughly(each))).toEqual([]);
	const harmless = fc.constantFrom(...all.filter(each => clean(each) === each));
	fc.assert(
		fc.property(fc.array(harmless, {maxLength: 8}), characters => {
			const text = characters.join('');
			expect(clean(text)).toBe(thoroughly(text));
		}),
		{numRuns: 5000},
	);
});
