/** Checks how durations are typed, wherever a command takes one. */
import {describe, expect, test} from 'vitest';
import {duration} from '../../terminal/commands/arguments.ts';
import {banTerms} from '../../terminal/commands/ban-terms.ts';
import {inviteTerms} from '../../terminal/commands/invite-terms.ts';

const DAY = 24 * 3600_000;
const durations: ReadonlyArray<readonly [string, number]> = [
	['30s', 30_000],
	['5m', 300_000],
	['2H', 7_200_000],
	['7d', 7 * DAY],
];

test.each(durations)('%s is the same duration in every command', (word, milliseconds) => {
	expect(duration().parse(word, undefined)).toEqual({value: milliseconds});
	expect(banTerms().parse(word, undefined)).toEqual({value: {milliseconds}});
	expect(inviteTerms().parse(`for ${word}`, undefined)).toEqual({value: {life: milliseconds}});
});

describe('a number without a unit', () => {
	test('is seconds, where only a duration can stand', () => {
		expect(duration().parse('90', undefined)).toEqual({value: 90_000});
	});

	test('is how many newcomers an invite code lets in', () => {
		expect(inviteTerms().parse('5 for 7d', undefined)).toEqual({value: {uses: 5, life: 7 * DAY}});
	});
});

test.each(['0', '0m', '5x', 'm', '-5m', '1.5h', '9999999999d'])('%s is not a valid duration', word => {
	expect(duration().parse(word, undefined)).toEqual({
		problem: `${word} is not a valid duration; type 90 (seconds), 5m, 2h or 1d.`,
	});
});

describe('a duration over the maximum is refused with what to type instead', () => {
	test('for a ban', () => {
		expect(banTerms().parse('10000d spam', undefined)).toEqual({
			value: {milliseconds: 10_000 * DAY, reason: 'spam'},
		});
		expect(banTerms().parse('10001d spam', undefined)).toEqual({
			problem: 'A ban lasts 10000d at most; leave the duration out to ban for good.',
		});
	});

	test.each(['367d', '5 5', 'for 7d 8d', '10001', 'soon'])('for an invite code: %s', words => {
		const problem = 'Type for how many newcomers the code is, and for how long: 5 for 7d, or any for ever.';
		expect(inviteTerms().parse(words, undefined)).toEqual({problem});
	});
});
