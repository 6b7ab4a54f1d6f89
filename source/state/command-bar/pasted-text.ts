/** Takes out of a text from elsewhere what no message may contain. */
import {OMITTED} from '../../../protocol/text.ts';

/** Line ends of Windows stay; a bare return, as terminals send a line break, becomes one. The rest stays as it is. */
export function pastedText(text: string): string {
	return text
		.replace(/\r(?!\n)/g, '\n')
		.toWellFormed()
		.replaceAll('\0', OMITTED);
}
