/** Splits a long text into messages: between lines, and within a line only if it is longer than a message. */
import {MAX_CODE_POINTS} from '../../protocol/text.ts';

/** @returns the messages in order; none of them is blank */
export function splitMessages(text: string): string[] {
	const messages: string[] = [];
	for (let rest = text; rest !== '';) {
		const end = endOfMessage(rest);
		messages.push(rest.slice(0, end));
		rest = rest.slice(rest[end] === '\n' ? end + 1 : end);
	}

	return messages.filter(message => message.trim() !== '');
}

function endOfMessage(text: string): number {
	let most = 0;
	for (let count = 0; count < MAX_CODE_POINTS && most < text.length; count++)
		most += (text.codePointAt(most) ?? 0) > 0xffff ? 2 : 1;
	const lineEnd = text.lastIndexOf('\n', most);
	return most === text.length || lineEnd <= 0 ? most : lineEnd;
}
