/** One's own messages after the one read last: they wait for nobody to read them. Kept as runs, so that they stay few. */
import {z} from 'zod';

const count = z.int().min(0);

/**
 * From the first sequence to the last; so many of these messages are one's own. That is all of them but in the oldest run,
 * when it was made of several.
 */
export const run = z.tuple([count, count, count]).readonly();
export type Run = z.infer<typeof run>;
/** In the order of their sequences. */
export type Runs = readonly Run[];

/**
 * So many runs are kept for each person in each conversation. When there are more, the two oldest become one: as long as one
 * has read nothing of that, or all, every count is right; while one is in the middle of it, less may be counted as unread.
 */
export const MAX_RUNS = 32;

/** With a message of one's own at this sequence, if it is not among them. */
export function withOwn(runs: Runs, sequence: number): Runs {
	const newest = runs.at(-1);
	// Nearly always it is the newest of all: nobody's message costs more because they have written many.
	if (newest === undefined || sequence > newest[1] + 1)
		return mergeOldest([...runs, [sequence, sequence, 1]]);
	if (sequence === newest[1] + 1) return [...runs.slice(0, -1), [newest[0], sequence, newest[2] + 1]];
	return among(runs, sequence);
}

function among(runs: Runs, sequence: number): Runs {
	const before = runs.filter(([first]) => first <= sequence);
	const after = runs.slice(before.length);
	const [first, last, own] = before.at(-1) ?? [sequence, -1, 0];
	if (sequence <= last) return runs;
	if (last === sequence - 1) return [...before.slice(0, -1), [first, sequence, own + 1], ...after];
	return mergeOldest([...before, [sequence, sequence, 1], ...after]);
}

function mergeOldest(runs: Runs): Runs {
	const [oldest, next] = runs;
	if (runs.length <= MAX_RUNS || !oldest || !next) return runs;
	return [[oldest[0], next[1], oldest[2] + next[2]], ...runs.slice(2)];
}

/** Those of which something comes after this sequence. */
export function runsAfter(runs: Runs, sequence: number): Runs {
	return runs.filter(([, last]) => last > sequence);
}

/** How many messages of one's own come after this sequence. */
export function countAfter(runs: Runs, sequence: number): number {
	return runs.reduce(
		(sum, [first, last, own]) => sum + Math.max(0, Math.min(own, last - Math.max(sequence, first - 1))),
		0,
	);
}

/** Where the cursor of who has come up to this sequence stands: past the messages of their own that follow. */
export function skipOwn(runs: Runs, sequence: number): number {
	const next = runs.find(([first, last]) => first <= sequence + 1 && last > sequence);
	const [first, last, own] = next ?? [0, 0, 0];
	return next && own === last - first + 1 ? last : sequence;
}
