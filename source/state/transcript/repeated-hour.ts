/** How wide the times of a transcript are: wider where a message of it was sent in an hour that the clocks repeat. */
import {offsetIfRepeated} from '../../../protocol/clock-time.ts';
import type {Window, Message} from '../model/conversation.ts';

/** `09:41` or `02:30+01:00`, and a blank. */
const TIME = 6;
const LONG_TIME = 12;

const known = new WeakMap<readonly Message[], boolean>();

export function timeWidth({chunks}: Window): number {
	return chunks.some(isRepeated) ? LONG_TIME : TIME;
}

function isRepeated(chunk: readonly Message[]): boolean {
	const before = known.get(chunk);
	if (before !== undefined) return before;
	const found = chunk.some(({at}) => offsetIfRepeated(at) !== '');
	known.set(chunk, found);
	return found;
}
