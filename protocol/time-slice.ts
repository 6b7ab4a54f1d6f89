/**
 * Cooperative scheduling: divides long work into time slices, between which I/O, timers and signals have their turn.
 * All long work of a process shares one slice in each turn of its event loop.
 */

/** Most milliseconds of one turn of the event loop that long work may take, all of it together. */
const MAX_SLICE = 4;

let isTurn = false;
let ends = 0;
const waiting: Array<() => void> = [];

/** Whether long work has had its share of this turn of the event loop; then it waits for {@link nextSlice}. */
export function isSliceOver(): boolean {
	if (!isTurn) {
		isTurn = true;
		ends = performance.now() + MAX_SLICE;
		setImmediate(endTurn);
	}

	return performance.now() >= ends;
}

/** Resolves in one of the next turns of the event loop, with a slice of it; those who wait longest come first. */
export async function nextSlice(): Promise<void> {
	isSliceOver(); // sees to it that this turn ends
	return new Promise(resolve => waiting.push(resolve));
}

function endTurn(): void {
	isTurn = false;
	const next = waiting.shift();
	if (!next) return;
	isSliceOver();
	next();
}
