/** Takes out of a text from elsewhere what no message may contain, and knows a path by its form. */
import {OMITTED} from '../../../protocol/text.ts';

/** Line ends of Windows stay; a bare return, as terminals send a line break, becomes one. The rest stays as it is. */
export function pastedText(text: string): string {
	return text
		.replace(/\r(?!\n)/g, '\n')
		.toWellFormed()
		.replaceAll('\0', OMITTED);
}

/** A path as terminals paste a file that is dropped on them: at least one folder and a name, perhaps quoted. */
const PATH = /^(['"]?)(?:~|\/[^/\n]+)\/[^\n]*[^/\s]\1\s?$/;

/** Tells whether a text is one path from the root, or from the home folder. */
export function isPath(text: string): boolean {
	return PATH.test(text);
}
