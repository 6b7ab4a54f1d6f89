/** What of other people's text may reach a screen, a log or a file name: `clean()`, and what text may be sent. */

declare const safe: unique symbol;

/**
 * Text that holds no control character, escape sequence, bidi control or invisible format character.
 * Only this module makes it; everything that draws, logs or names files from other people's text asks for it.
 */
export type SafeText = string & {readonly [safe]: true};

const ESCAPE_SEQUENCE =
	/(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c|$)|\x1b[ -/]*[0-~]?/g;
const LINE_BREAK = /\r\n?|[\u0085\u2028\u2029]/g;
/** Cn (unassigned) stays: Node 20's tables do not know the newest emoji. ZWJ and ZWNJ stay for emoji and Indic text. */
const DROPPED =
	/[\p{Cs}\p{Co}\p{Bidi_Control}]|(?![\u200c\u200d])\p{Cf}|(?!\n)\p{Cc}|[\u034f\u17b4\u17b5\u180b-\u180f]/gu;
const BLANK = /[\u115f\u1160\u2800\u3164\uffa0]/g;
/** More marks than any script needs on one letter climb over the neighbouring lines. */
const MARKS = /(\p{M}{4})\p{M}+/gu;
/** A joiner is kept only between two letters, marks or pictographs; anywhere else it is an invisible character. */
const STRAY_JOINER =
	/(?<![\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])[\u200c\u200d]+|[\u200c\u200d]+(?![\p{L}\p{Extended_Pictographic}])/gu;
const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

function strip(text: string): string {
	return text
		.replace(LINE_BREAK, '\n')
		.replace(ESCAPE_SEQUENCE, '')
		.replaceAll('\t', '    ')
		.replace(DROPPED, '')
		.replace(BLANK, ' ')
		.replace(STRAY_JOINER, '')
		.replace(MARKS, '$1')
		.normalize('NFC');
}

/**
 * Text of one or more lines, made safe to draw, log or store in a file. Line feeds are the only control characters left.
 * Idempotent: stripping can bring the halves of a sequence together, so it is repeated until nothing changes.
 */
export function clean(text: string): SafeText {
	if (PRINTABLE_ASCII.test(text)) return text as SafeText;
	let before = text.toWellFormed();
	for (let after = strip(before); after !== before; after = strip(before)) before = after;
	return before as SafeText;
}

/** Like {@link clean}, on one line: runs of line breaks become one space, and the ends are trimmed. */
export function cleanLine(text: string): SafeText {
	return clean(text)
		.replace(/\s*\n\s*/g, ' ')
		.trim() as SafeText;
}

/** Marks text of our own, written in this program's source, as safe: `safe\`…\`` cleans every inserted value as one line. */
export function safeText(strings: TemplateStringsArray, ...values: ReadonlyArray<string | number>): SafeText {
	return strings.reduce(
		(text, string, at) => text + cleanLine(String(values[at - 1] ?? '')) + string,
	) as SafeText;
}

/** Most code points of one message. */
export const MAX_CODE_POINTS = 4000;
/** Most bytes of one message as UTF-8. */
export const MAX_TEXT_BYTES = 16 * 1024;

/** Why a text cannot be sent, or undefined when it can. Both sides ask this one function. */
export function textFault(text: string): 'textEmpty' | 'textTooLong' | 'textMalformed' | undefined {
	if (text.length > MAX_TEXT_BYTES) return 'textTooLong';
	if (!text.isWellFormed() || text.includes('\0')) return 'textMalformed';
	if (text.trim() === '') return 'textEmpty';
	if (text.length > MAX_CODE_POINTS && [...text].length > MAX_CODE_POINTS) return 'textTooLong';
	return undefined; // 4,000 code points are at most 16,000 bytes, so the second limit needs no count of its own
}
