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

/** Appends an event in a turn; resolves when it is durable. */
export async function appended(journal: Journal, ...events: JournaledEvent[]): Promise<void> {
	return new Promise((resolve, reject) => {
		journal.turn(() => void journal.append(events).then(resolve, reject));
	});
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
			const both = new Promise<[Promise<void>, Promise<void>]>(resolve => {
				journal.turn(() => {
					const first = journal.append([seen(1)]);
					const second = journal.append([seen(2), seen(3)]);
					expect(journal.last).toBe(2);
					expect(journal.durable).toBe(0);
					resolve([first, second]);
				});
			});
			const [first, second] = await both;
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
				Array.from({length: 50}, async (_, at) => appended(journal, seen(at)).then(() => order.push(at))),
			);
			expect(order).toEqual(Array.from({length: 50}, (_, at) => at));
		});

		test('whoever opens it again finds every entry, once, in order, and goes on after the last', async () => {
			const place = await begin();
			const journal = await opened(place);
			for (let at = 1; at <= 10; at++) await appended(journal, seen(at));
			await journal.close();
			const again = await opened(place);
			expect(times(await entries(again))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
			await appended(again, seen(11));
			expect(again.durable).toBe(11);
			expect(times(await entries(again, 9))).toEqual([10, 11]);
		});

		test('what is decided in a turn knows all that was appended before, and turns come in their order', async () => {
			const place = await begin();
			const journal = await opened(place);
			const order: number[] = [];
			for (let at = 1; at <= 5; at++)
				journal.turn(() => {
					order.push(at);
					void journal.append([seen(journal.last + 1)]);
				});
			await appended(journal, seen(6));
			expect(order).toEqual([1, 2, 3, 4, 5]);
			expect(times(await entries(journal))).toEqual([1, 2, 3, 4, 5, 6]);
		});

		test('work that asks for a turn within a turn is called at once', async () => {
			const place = await begin();
			const journal = await opened(place);
			const order: string[] = [];
			await new Promise<void>(resolve => {
				journal.turn(() => {
					order.push('first');
					journal.turn(() => order.push('within'));
					order.push('rest');
					resolve();
				});
			});
			expect(order).toEqual(['first', 'within', 'rest']);
		});

		test('what may be forgotten is never needed by who reads after it', async () => {
			const place = await begin();
			const journal = await opened(place);
			for (let at = 1; at <= 30; at++) await appended(journal, seen(at));
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
			await appended(journal, event);
			await journal.close();
			expect(await entries(await opened(place))).toEqual([{position: 1, events: [event]}]);
		});
	});
}
