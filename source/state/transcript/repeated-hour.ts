/** Measures the time column: wider with seconds, on a 12-hour clock, and where a message was sent in an hour that the clocks repeat. */
import {memoizeByObject} from '../text/memoize-by-object.ts';
import {offsetIfRepeated} from '../../../protocol/clock-time.ts';
import type {Window, Message} from '../model/conversation.ts';
import type {TimeStyle} from '../text/time.ts';

/** Cells of `09:41` and a blank, and of what may follow the minutes: `:07`, ` am`, `+01:00`. */
const TIME = 6;
const SECONDS = 3;
const HALF = 3;
const OFFSET = 6;

const known = memoizeByObject<boolean>();

/** Returns the cells of the time column. */
export function timeWidth({chunks}: Window, {times, seconds}: TimeStyle): number {
	const offset = chunks.some(isRepeated) ? OFFSET : 0;
	return TIME + (seconds ? SECONDS : 0) + (times === '12h' ? HALF : 0) + offset;
}

function isRepeated(chunk: readonly Message[]): boolean {
	return known(chunk, [], () => chunk.some(({at}) => offsetIfRepeated(at) !== ''));
}
