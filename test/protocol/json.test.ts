/** JSON that is harmless on a terminal: is nothing dangerous left, and does nothing change? */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {toJson} from '../../protocol/json.ts';
import {HOSTILE} from '../harness/hostile.ts';

const DANGEROUS = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Bidi_Control}\u2028\u2029]/u;

test.each(HOSTILE)('%s is written without anything dangerous, and read as it was', (_name, text) => {
	expect(toJson({text})).not.toMatch(DANGEROUS);
	expect(JSON.parse(toJson({text}))).toEqual({text});
});

test('any text at all is written without anything dangerous, and read as it was', () => {
	fc.assert(
		fc.property(fc.string({unit: 'binary'}), text => {
			expect(toJson({[text]: text})).not.toMatch(DANGEROUS);
			expect(JSON.parse(toJson([text]))).toEqual([text]);
		}),
		{numRuns: 5000},
	);
});
