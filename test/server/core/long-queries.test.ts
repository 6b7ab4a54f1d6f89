/** Queries that take long: do users take turns, however many connections each has, and is nobody kept waiting without a word? */
import {expect, test} from 'vitest';
import {LongQueries} from '../../../server/core/long-queries.ts';
import {name} from '../../harness/sample-state.ts';

/** Queries that work until they are let go. */
function queries() {
	const pace = new LongQueries();
	const begun: string[] = [];
	const working: Array<() => void> = [];
	const answers: unknown[] = [];
	const ask = (user: string, what: string, isWanted = () => true) => {
		const work = async () => {
			begun.push(what);
			await new Promise<void>(resolve => working.push(resolve));
			return what;
		};

		return pace.turn(name(user), isWanted, work).then(answer => answers.push(answer));
	};

	const settled = async () => new Promise(resolve => setImmediate(resolve));
	const go = async () => {
		await settled();
		working.shift()?.();
		await settled();
	};

	return {ask, go, settled, begun, answers};
}

test('users take turns, and of each one query works at a time', async () => {
	const {ask, go, begun} = queries();
	for (const what of ['eve 1', 'eve 2', 'eve 3']) void ask('eve', what);
	void ask('alice', 'alice 1');
	void ask('bob', 'bob 1');
	await go();
	expect(begun).toEqual(['eve 1', 'eve 2']);
	for (let count = 0; count < 4; count++) await go();
	expect(begun).toEqual(['eve 1', 'eve 2', 'alice 1', 'bob 1', 'eve 3']);
});

test('who has left meanwhile costs nobody a turn', async () => {
	const {ask, go, begun} = queries();
	void ask('eve', 'eve 1');
	void ask('alice', 'alice 1', () => false);
	void ask('bob', 'bob 1');
	await go();
	expect(begun).toEqual(['eve 1', 'bob 1']);
});

test('a query that fails lets the next one in', async () => {
	const pace = new LongQueries();
	const failing = pace.turn(
		name('eve'),
		() => true,
		async () => Promise.reject(new Error('a damaged file')),
	);
	await expect(failing).rejects.toThrow('a damaged file');
	expect(
		await pace.turn(
			name('eve'),
			() => true,
			async () => Promise.resolve('found'),
		),
	).toBe('found');
});

test('where too many wait the newest hears so, and when to come back', async () => {
	const {ask, settled, answers} = queries();
	for (let count = 1; count <= 10; count++) void ask('eve', `eve ${count}`);
	await settled();
	expect(answers).toEqual([{refusal: 'busy', seconds: 1}]);
});
