/**
 * Divides long work into time slices, between which I/O, timers and signals run.
 * All long work of a process shares one slice in each turn of its event loop.
 */

/** Maximum milliseconds of all long work in one turn of the event loop. */
const MAX_SLICE = 4;

let isTurn = false;
let ends = 0;
/** Whether the next slice is put off by a turn. */
let isPutOff = false;
const waiting: Array<() => void> = [];

/** Tells whether long work has used up its slice of this turn; then it awaits {@link nextSlice}. */
export function isSliceOver(): boolean {
	if (!isTurn) {
		isTurn = true;
		ends = performance.now() + MAX_SLICE;
		setImmediate(endTurn);
	}

	return performance.now() >= ends;
}

/** Resolves in a later turn of the event loop, with a slice of it; the longest-waiting work first. */
export async function nextSlice(): Promise<void> {
	isSliceOver(); // starts the timer that ends this turn
	return new Promise(resolve => waiting.push(resolve));
}

/** Leaves the rest of this turn of the event loop to something more urgent, such as a key: long work goes on after it. */
export function leaveTurn(): void {
	isSliceOver();
	ends = 0;
	isPutOff = true;
}

function endTurn(): void {
	if (isPutOff) {
		// What the urgent work has put behind this, such as painting, comes first.
		isPutOff = false;
		setImmediate(endTurn);
		return;
	}

	isTurn = false;
	const next = waiting.shift();
	if (!next) return;
	isSliceOver();
	next();
}
