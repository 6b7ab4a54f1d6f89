/** Cuts a long text into as many messages as it takes: at the ends of lines, and only longer lines within. */
import {MAX_CODE_POINTS} from '../../protocol/text.ts';

/** In order. Lines that are blank fill no message. */
export function inMessages(text: string): string[] {
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
