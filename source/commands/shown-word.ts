/** A word that was typed, as a sentence about it shows it: such a sentence must fit a small screen. */
import {truncate} from '../../terminal/width.ts';

const MOST = 20;

export function shown(word: string): string {
	return truncate(word, MOST);
}
