/** Leaves out the middle of a text that is too long to be sent. */
import {splitText} from './split-text.ts';

/** Maximum messages that one text is sent as; and how many of them are the beginning and the end of a longer one. */
export const MAX_MESSAGES = 50;
const BEGINNING = 24;
const END = 25;
/** `end`: of a text of which the middle was not kept. `lines`: of all of it. */
export type LongText = {readonly beginning: string; readonly end?: string; readonly lines: number};

/**
 * Splits a text into messages. Of one that is too long, the beginning and the end are sent, with a line between them.
 * @param code each message is a block of code
 * @returns `leftOut`: how many lines are not sent
 */
export function shortened(
	{beginning, end, lines}: LongText,
	code: boolean,
): {readonly parts: readonly string[]; readonly leftOut: number} {
	const all = splitText(beginning, code);
	if (end === undefined && all.length <= MAX_MESSAGES) return {parts: all, leftOut: 0};
	const first = all.slice(0, BEGINNING);
	const last = (end === undefined ? all : splitText(end.replace(/\r?\n$/, ''), code)).slice(-END);
	const sent = [...first, ...last].reduce((count, part) => count + part.split('\n').length, 0);
	const leftOut = Math.max(1, lines - sent);
	return {parts: [...first, `… ${leftOut} lines left out …`, ...last], leftOut};
}
