/** Tokens that are given back: they can be taken again, and are never more than at first. */
import {expect, test} from 'vitest';
import {TokenBucket} from '../../lib/token-bucket.ts';

test('a token that is given back can be taken again', () => {
	const bucket = new TokenBucket(0, 1, 0);
	expect([bucket.take(0), bucket.take(0)]).toEqual([true, false]);
	bucket.giveBack();
	expect([bucket.take(0), bucket.take(0)]).toEqual([true, false]);
});

test('a bucket never holds more than its burst, whatever is given back', () => {
	const bucket = new TokenBucket(0, 2, 0);
	for (let count = 0; count < 5; count++) bucket.giveBack();
	expect([bucket.take(0), bucket.take(0), bucket.take(0)]).toEqual([true, true, false]);
});
