/** The check of a part in time slices finds what the schema of the part finds, however long its lists are. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {accounts} from '../../server/chat/accounts/slice.ts';
import {conversations} from '../../server/chat/conversations/slice.ts';
import {relationships} from '../../server/chat/relationships/slice.ts';
import {serverInfo} from '../../server/chat/server-info/slice.ts';
import {parseInSlices} from '../../server/store/parse-in-slices.ts';

const user = (at: number) => `user${at}`;
const long = Array.from({length: 250}, (_, at) => at);
const members = long.map(at => ({user: user(at), delivered: at, read: 0, after: 0, own: [[1, 2, 1]]}));
const PARTS = [
	[accounts.schema, long.map(at => ({user: user(at), password: 'h', created: at, seen: at}))],
	[conversations.schema, {last: 9, lastAt: 8, members, topic: 'tea', chats: []}],
	[relationships.schema, {blocked: [{user: 'bob', others: long.map(user)}], friends: [], proposals: []}],
	[serverInfo.schema, {store: 's', code: 'c', chats: 3}],
] as const;

/** All places in a value, as the keys that lead to them. */
function* placesIn(value: unknown, to: readonly string[] = []): Generator<readonly string[]> {
	yield to;
	if (typeof value !== 'object' || value === null) return;
	for (const [key, inner] of Object.entries(value)) yield* placesIn(inner, [...to, key]);
}

/** Puts something else in one place. */
function changed(value: unknown, [key, ...rest]: readonly string[], other: unknown): unknown {
	if (key === undefined) return other;
	const copy = (Array.isArray(value) ? [...(value as unknown[])] : {...(value as object)}) as Record<
		string,
		unknown
	>;
	copy[key] = changed(copy[key], rest, other);
	return copy;
}

test.each(PARTS)('a part that is valid is what its schema makes of it: %#', async (schema, part) => {
	const {data, error} = schema.safeParse(part);
	expect(error).toBeUndefined();
	expect(await parseInSlices<unknown>(schema, part)).toEqual(data);
});

test.each(PARTS)(
	'a part that is damaged in one place is refused, as by its schema: %#',
	async (schema, part) => {
		const place = fc.constantFrom(...placesIn(part), ['more'], ['members', '7', 'more']);
		const other = fc.constantFrom(null, undefined, -1, 1.5, 'Not A Name', '', {}, [], [[1]], true, 'bob', 3);
		const property = fc.asyncProperty(place, other, async (to, value) => {
			const damaged = changed(part, to, value);
			expect(await parseInSlices<unknown>(schema, damaged)).toEqual(schema.safeParse(damaged).data);
		});
		await fc.assert(property, {numRuns: 300});
	},
);
