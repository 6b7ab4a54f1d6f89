/** Splits a long text into parts that fit into messages: between lines, and within a line only if it is longer than a message. */
import {MAX_CODE_POINTS} from '../../protocol/text.ts';

/** Code points of the fences around code. */
const ROOM_FOR_FENCES = 2 * 100;

/**
 * @param code each part gets fences of its own
 * @returns the parts in order; none of them is blank
 */
export function splitText(text: string, code = false): string[] {
	const parts = [...partsOf(text, code ? MAX_CODE_POINTS - ROOM_FOR_FENCES : MAX_CODE_POINTS)];
	return parts.filter(part => part.trim() !== '');
}

/** Puts fences around code, so that its layout is kept: longer ones than the code itself has. */
export function asCode(code: string): string {
	const longest = (code.match(/`{3,98}/g) ?? []).reduce((most, {length}) => Math.max(most, length), 2);
	const fence = '`'.repeat(longest + 1);
	return `${fence}\n${code}\n${fence}`;
}

/** Yields parts as they are needed. @param most maximum code points of each */
function* partsOf(text: string, most: number): Generator<string> {
	for (let from = 0; from < text.length;) {
		const end = endOfPart(text, from, most);
		yield text.slice(from, end);
		from = text[end] === '\n' ? end + 1 : end;
	}
}

function endOfPart(text: string, from: number, most: number): number {
	let end = from;
	for (let count = 0; count < most && end < text.length; count++)
		end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
	const lineEnd = text.lastIndexOf('\n', end);
	return end === text.length || lineEnd <= from ? end : lineEnd;
}
