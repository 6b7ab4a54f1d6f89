/** Tests that items are worked on together, and that nothing goes on behind a failure. */
import {setImmediate as turn} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {inParallel} from '../../lib/in-parallel.ts';

test('at most as many items are worked on at the same time as was said, and each of them once', async () => {
	const done: number[] = [];
	let running = 0;
	let most = 0;
	await inParallel([1, 2, 3, 4, 5, 6, 7], 3, async item => {
		most = Math.max(most, ++running);
		await turn();
		running--;
		done.push(item);
	});
	expect(done.sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
	expect(most).toBe(3);
});

test('after a failure nothing is begun, and nothing is being done any more when it is told', async () => {
	const begun: number[] = [];
	const done: number[] = [];
	const work = inParallel([1, 2, 3, 4, 5], 2, async item => {
		begun.push(item);
		if (item === 1) throw new Error('no room');
		await turn();
		await turn();
		done.push(item);
	});
	await expect(work).rejects.toThrow('no room');
	expect(begun).toEqual([1, 2]);
	expect(done).toEqual([2]);
});
