/**
 * Stored messages without gaps, as lines of JSON in bytes: they are kept, passed on and written as such, and decoded only to be read.
 * There may be a hundred thousand of them between two checkpoints, and objects would cost several times the memory, and time of each
 * garbage collection.
 */
import {isSliceOver, nextSlice} from '../../protocol/time-slice.ts';
import {LINE_END} from './document.ts';
import {storedJson, type Stored} from './stored.ts';

/** `count` messages from the sequence `first` on; each line ends as in a document. */
export type MessageLines = {readonly first: number; readonly count: number; readonly bytes: Buffer};

const LINE_FEED = '\n'.charCodeAt(0);
/** Bytes, about, that are decoded in one go. */
const STRETCH = 16 * 1024;

export function lineOf(item: Stored): string {
	return storedJson(item) + LINE_END;
}

/** Encodes messages; of those with gaps, {@link linesBetween} finds none. */
export function linesOf(items: readonly Stored[]): MessageLines {
	const bytes = Buffer.from(items.map(lineOf).join(''));
	return {first: items[0]?.sequence ?? 1, count: items.length, bytes};
}

/** Returns the messages with `from` ≤ sequence ≤ `to`, in the same memory. */
export function linesBetween({first, count, bytes}: MessageLines, from: number, to: number): MessageLines {
	const skipped = Math.min(count, Math.max(0, from - first));
	const taken = Math.max(0, Math.min(count, to - first + 1) - skipped);
	const start = after(bytes, 0, skipped);
	const end = skipped + taken === count ? bytes.length : after(bytes, start, taken);
	return {first: first + skipped, count: taken, bytes: bytes.subarray(start, end)};
}

/** Returns the offset behind this many lines. */
function after(bytes: Buffer, start: number, lines: number): number {
	let at = start;
	for (let line = 0; line < lines; line++) at = bytes.indexOf(LINE_FEED, at) + 1;
	return at;
}

export function decodedLines({bytes}: Pick<MessageLines, 'bytes'>): Stored[] {
	if (bytes.length === 0) return [];
	return JSON.parse(`[${bytes.toString('utf8', 0, bytes.length - LINE_END.length)}]`) as Stored[]; // lineOf() has written them
}

/** Decodes messages in time slices: to decode those of one file in one go may take 15 ms. */
export async function decodedInSlices(parts: readonly MessageLines[]): Promise<Stored[]> {
	const items: Stored[] = [];
	for (const {bytes} of parts)
		for (let start = 0, end = 0; start < bytes.length; start = end) {
			if (isSliceOver()) await nextSlice();
			const last = Math.min(start + STRETCH, bytes.length) - 1;
			end = bytes.indexOf(LINE_FEED, last) + 1;
			for (const item of decodedLines({bytes: bytes.subarray(start, end)})) items.push(item);
		}

	return items;
}
