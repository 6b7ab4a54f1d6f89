/** Shortens a typed word for a sentence about it, which must fit a small screen. */
import {truncate} from '../width.ts';

/** Maximum terminal cells of the word. */
const MAX_SHOWN = 20;

export function shown(word: string): string {
	return truncate(word, MAX_SHOWN);
}
