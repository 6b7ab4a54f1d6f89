/** Measures the time column: wider where a message was sent in an hour that the clocks repeat. */
import {memoizeByObject} from '../text/memoize-by-object.ts';
import {offsetIfRepeated} from '../../../protocol/clock-time.ts';
import type {Window, Message} from '../model/conversation.ts';

/** Cells of `09:41` or `02:30+01:00`, and a blank. */
const TIME = 6;
const LONG_TIME = 12;

const known = memoizeByObject<boolean>();

/** Returns the cells of the time column. */
export function timeWidth({chunks}: Window): number {
	return chunks.some(isRepeated) ? LONG_TIME : TIME;
}

function isRepeated(chunk: readonly Message[]): boolean {
	return known(chunk, [], () => chunk.some(({at}) => offsetIfRepeated(at) !== ''));
}
