/** JSON on one line of a file or a terminal: what would command a terminal, or hide, is escaped, so that `cat` is no attack. */
import type {SafeText} from './text.ts';

/** The letters of no language; JSON itself escapes the control characters before the space, and lone surrogates. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\u034f\u17b4\u17b5\u180b-\u180f]/gu;

/** Whoever parses it has the very value again: nothing is normalised. */
export function toJson(value: unknown): SafeText {
	return JSON.stringify(value).replace(UNSAFE, escaped) as SafeText; // none of what it must not hold is left
}

function escaped(character: string): string {
	let units = '';
	for (let at = 0; at < character.length; at++)
		units += `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`;
	return units;
}
