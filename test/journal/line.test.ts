/** Lines of the journal: what is read is what was written, and a terminal can show the file. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {LOBBY, type UserName} from '../../protocol/names.ts';
import type {EventOf} from '../../server/chat/event.ts';
import {Batch} from '../../server/journal/batch.ts';
import {isPlain, readLine, written} from '../../server/journal/line.ts';

const text = fc.string({unit: 'binary', maxLength: 40});
const names = fc.array(fc.constantFrom('alice', 'bob.b') as fc.Arbitrary<UserName>, {maxLength: 2});
const sent: fc.Arbitrary<EventOf<'messageSent'>> = fc
	.record(
		{sequence: fc.nat(), id: text, at: fc.nat(), text, chat: fc.nat(), mentions: names, folded: names},
		{requiredKeys: ['sequence', 'id', 'at', 'text']},
	)
	.map(more => ({
		type: 'messageSent',
		conversation: LOBBY,
		from: 'alice' as UserName,
		hash: 'aB-_09',
		...more,
	}));

test('a message is read as it was written, whatever its text, and its line holds nothing that a terminal would obey', () => {
	fc.assert(
		fc.property(sent, event => {
			const left = {type: 'memberLeft', conversation: LOBBY, user: 'alice' as UserName, at: 4} as const;
			const batch = new Batch(7);
			batch.add(5, [event]);
			batch.add(6, [event, left]);
			const [one = '', two = '', end] = Buffer.from(batch.content).toString().split('\n');
			expect(readLine(Buffer.from(one))).toEqual({position: 7, durable: 5, events: [event]});
			expect(readLine(Buffer.from(two))).toEqual({position: 8, durable: 6, events: [event, left]});
			expect(end).toBe('');
			expect(one + two).not.toMatch(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u);
		}),
	);
});

test('an entry is taken fast if and only if the schema takes it', () => {
	const counts = fc.constantFrom(-1, 0, 1, 7, 1.5, 2 ** 53, '1', null);
	const type = fc.constantFrom('messageSent', '', 'x'.repeat(1024), 'x'.repeat(1025), 7, undefined);
	const events = fc.oneof(
		fc.array(fc.oneof(fc.record({type, user: fc.string()}), fc.constantFrom(null, [], 'text')), {
			maxLength: 3,
		}),
		fc.constantFrom({}, null, 'text'),
	);
	const more = fc.constantFrom({}, {}, {}, {more: 1});
	fc.assert(
		fc.property(counts, counts, events, more, (position, durable, events, more) => {
			const head = {position, durable, events, ...more};
			expect(isPlain(head)).toBe(written.safeParse(head).success);
		}),
		{numRuns: 2000},
	);
});
