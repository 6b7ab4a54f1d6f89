/** Long work leaves room for what is urgent. */
import {stat} from 'node:fs';
import {expect, test} from 'vitest';
import {isSliceOver, leaveTurn, nextSlice} from '../../protocol/time-slice.ts';

test('what a key has painted is painted before long work goes on', async () => {
	const order: string[] = [];
	const over = new AbortController();
	const work = (async () => {
		while (!over.signal.aborted) {
			order.push('work');
			while (!isSliceOver());
			await nextSlice();
		}
	})();
	for (let key = 0; key < 5; key++)
		await new Promise<void>(resolve => {
			stat('.', () => {
				order.push('key');
				leaveTurn();
				setImmediate(() => {
					order.push('painted');
					resolve();
				});
			});
		});
	const worked = order.length;
	while (order.length < worked + 3) await new Promise(resolve => setImmediate(resolve));
	over.abort();
	await work;
	expect(order.filter((_, at) => order[at - 1] === 'key')).toEqual(Array.from({length: 5}, () => 'painted'));
	expect(order.slice(worked)).toEqual(['work', 'work', 'work']);
});
