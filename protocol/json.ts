/** Reads JSON, and writes it on one line, with control and invisible characters escaped, so that a terminal can show it. */
import type {SafeText} from './text.ts';

/** Characters of no language; JSON itself escapes lone surrogates and the control characters before the space. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\u034f\u17b4\u17b5\u180b-\u180f]/gu;
/** What most lines are made of, and what is found out faster. */
const PLAIN = /^[\x20-\x7e]*$/;

/** Encodes a value; parsing returns the same value, since nothing is normalized. */
export function toJson(value: unknown): SafeText {
	const json = JSON.stringify(value);
	return (PLAIN.test(json) ? json : json.replace(UNSAFE, escaped)) as SafeText; // none of what it must not hold is left
}

/** Texts that are JSON between quotes as they are. */
const UNESCAPED = /^[\x20!#-[\]-~]*$/;

/** Encodes a text as `encode` does, in less time where nothing is to be escaped. */
export function quoted(text: string, encode: (text: string) => string = JSON.stringify): string {
	return UNESCAPED.test(text) ? `"${text}"` : encode(text);
}

/** Decodes a text from outside. @returns undefined if it is not JSON, which no schema allows */
export function fromJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function escaped(character: string): string {
	let units = '';
	for (let at = 0; at < character.length; at++)
		units += `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`;
	return units;
}
