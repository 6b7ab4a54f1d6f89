/** Replaces string-width: the same results, but Intl is loaded only for text that may contain emoji. */
import {eastAsianWidth} from 'get-east-asian-width';
import stripAnsi from 'strip-ansi';
import thoroughWidth, {type Options} from 'string-width';

const ascii = /^[\x20-\x7e]*$/;
/** Matches characters that are graphemes by themselves: Latin, Greek, Cyrillic, punctuation, lines and blocks, CJK, Hangul. */
const plain =
	/^[\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2500-\u25fc\u2713\u3000-\u3029\u3041-\u3096\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60]*$/;

export default function stringWidth(input: string, options?: Options): number {
	if (options) return thoroughWidth(input, options);
	const text = input.includes('\x1b') || input.includes('\x9b') ? stripAnsi(input) : input;
	if (ascii.test(text)) return text.length;
	if (!plain.test(text)) return thoroughWidth(input); // strips once: what stripping leaves may look like a sequence again
	let width = 0;
	for (const character of text) width += eastAsianWidth(character.codePointAt(0) ?? 0);
	return width;
}

/** Tells whether each character is a grapheme by itself, in one column; of some such texts it does not know. */
export function isNarrow(text: string): boolean {
	return ascii.test(text) || (plain.test(text) && stringWidth(text) === text.length);
}
