/** Divides a conversation into segments of messages: each stands in one file, and has a newest revision. */

/** Messages of a segment, which is named by the sequence of the first. Only the newest of a conversation has fewer. */
export const SEGMENT = 250;

/** Returns the first sequence of the segment in which a message stands. */
export function segmentOf(sequence: number): number {
	return sequence - ((sequence - 1) % SEGMENT);
}
