/** Keeps a user's own messages after their read cursor, as runs; they never count as unread. */

/**
 * A run: first sequence, last sequence, and how many of these messages are the user's own. That is all of them, except in an oldest run
 * that was merged from several.
 */
export type Run = readonly [first: number, last: number, own: number];
/** Runs in the order of their sequences. */
export type Runs = readonly Run[];

/**
 * Maximum runs per member and conversation; beyond it, the two oldest are merged. Counts stay exact while the read cursor is before or
 * after the merged run; inside it, fewer messages may count as unread.
 */
export const MAX_RUNS = 32;

/** Returns the runs with a message of the user's own at this sequence. */
export function withOwn(runs: Runs, sequence: number): Runs {
	const newest = runs.at(-1);
	// Nearly always it is the newest: its cost does not grow with the number of messages.
	if (newest === undefined || sequence > newest[1] + 1) return withNewest(runs, [sequence, sequence, 1]);
	if (sequence === newest[1] + 1) return runs.with(-1, [newest[0], sequence, newest[2] + 1]);
	return among(runs, sequence);
}

/** Adds the newest run by one copy: while a user does not read, each of their messages adds one. */
function withNewest(runs: Runs, newest: Run): Runs {
	const [oldest, next] = runs;
	if (runs.length < MAX_RUNS || !oldest || !next) return [...runs, newest];
	const merged: Run = [oldest[0], next[1], oldest[2] + next[2]];
	return runs.map((_, at) => (at === 0 ? merged : (runs[at + 1] ?? newest)));
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

/** Returns the runs that reach past this sequence. */
export function runsAfter(runs: Runs, sequence: number): Runs {
	const [oldest] = runs;
	return oldest === undefined || oldest[1] > sequence ? runs : runs.filter(([, last]) => last > sequence);
}

/** Counts the user's own messages after this sequence. */
export function countAfter(runs: Runs, sequence: number): number {
	return runs.reduce(
		(sum, [first, last, own]) => sum + Math.max(0, Math.min(own, last - Math.max(sequence, first - 1))),
		0,
	);
}

/** Moves a cursor past the user's own messages that follow it directly. */
export function skipOwn(runs: Runs, sequence: number): number {
	const next = runs.find(([first, last]) => first <= sequence + 1 && last > sequence);
	const [first, last, own] = next ?? [0, 0, 0];
	return next && own === last - first + 1 ? last : sequence;
}
