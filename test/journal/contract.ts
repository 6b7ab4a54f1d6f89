/** What every journal must keep, whatever stands behind it: run against each implementation. */
import {describe, expect, onTestFinished, test} from 'vitest';
import type {Entry, Journal} from '../../server/journal/journal.ts';
import type {JournaledEvent} from '../../server/chat/event.ts';

/** How to make a journal and come back to it. */
type Implementation = {
	/** A journal on the place that `reopen` comes back to. */
	open: () => Promise<Journal>;
};

export const seen = (at: number): JournaledEvent => ({type: 'seen', user: 'alice' as never, at});

export async function entries(journal: Journal, after = 0): Promise<Entry[]> {
	const found: Entry[] = [];
	for await (const entry of journal.read(after)) found.push(entry);
	return found;
}

const times = (found: Entry[]) =>
	found.flatMap(({events}) => events.map(event => ('at' in event ? event.at : 0)));

async function opened({open}: Implementation): Promise<Journal> {
	const journal = await open();
	onTestFinished(async () => journal.close());
	return journal;
}

export function journalContract(name: string, begin: () => Promise<Implementation>): void {
	describe(`${name} keeps the contract of a journal:`, () => {
		test('an entry takes its place at once and is durable when its append resolves', async () => {
			const place = await begin();
			const journal = await opened(place);
			const first = journal.append([seen(1)]);
			const second = journal.append([seen(2), seen(3)]);
			expect(journal.last).toBe(2);
			expect(journal.durable).toBe(0);
			await first;
			expect(journal.durable).toBeGreaterThanOrEqual(1);
			await second;
			expect(journal.durable).toBe(2);
		});

		test('appends resolve in the order in which they were made', async () => {
			const place = await begin();
			const journal = await opened(place);
			const order: number[] = [];
			await Promise.all(
				Array.from({length: 50}, async (_, at) => journal.append([seen(at)]).then(() => order.push(at))),
			);
			expect(order).toEqual(Array.from({length: 50}, (_, at) => at));
		});

		test('whoever opens it again finds every entry, once, in order, and goes on after the last', async () => {
			const place = await begin();
			const journal = await opened(place);
			for (let at = 1; at <= 10; at++) await journal.append([seen(at)]);
			await journal.close();
			const again = await opened(place);
			expect(times(await entries(again))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
			await again.append([seen(11)]);
			expect(again.durable).toBe(11);
			expect(times(await entries(again, 9))).toEqual([10, 11]);
		});

		test('a follower hears what was and what comes, each entry once and in order', async () => {
			const place = await begin();
			const journal = await opened(place);
			await journal.append([seen(1)]);
			await journal.append([seen(2)]);
			const heard: Entry[] = [];
			const stop = journal.follow(1, entry => heard.push(entry));
			await Promise.all([journal.append([seen(3)]), journal.append([seen(4)])]);
			await expect.poll(() => times(heard)).toEqual([2, 3, 4]);
			stop();
			await journal.append([seen(5)]);
			expect(times(heard)).toEqual([2, 3, 4]);
		});

		test('what may be forgotten is never needed by who reads after it', async () => {
			const place = await begin();
			const journal = await opened(place);
			for (let at = 1; at <= 30; at++) await journal.append([seen(at)]);
			await journal.forget(20);
			expect(times(await entries(journal, 20))).toEqual([21, 22, 23, 24, 25, 26, 27, 28, 29, 30]);
			await journal.close();
			expect(times(await entries(await opened(place), 20))).toEqual([21, 22, 23, 24, 25, 26, 27, 28, 29, 30]);
		});

		test('events come back as they were, whatever their text', async () => {
			const place = await begin();
			const journal = await opened(place);
			const event: JournaledEvent = {
				type: 'messageSent',
				conversation: 'alice+bob' as never,
				sequence: 1,
				id: 'device00.s.1',
				from: 'alice' as never,
				at: 5,
				text: 'Ünï "quoted" \n \u2028 \u202e 😀 \x7f',
				hash: 'h',
			};
			await journal.append([event]);
			await journal.close();
			expect(await entries(await opened(place))).toEqual([{position: 1, events: [event]}]);
		});
	});
}
