/** What of other people's text may reach a screen, a log or a file name: `clean()`, and what text may be sent. */

declare const safe: unique symbol;

/**
 * Text that holds no control character, escape sequence, bidi control or invisible format character.
 * Only this module makes it; everything that draws, logs or names files from other people's text asks for it.
 */
export type SafeText = string & {readonly [safe]: true};

/** Stands for a run of what cannot be drawn. */
export const OMITTED = '\ufffd';
/** What is to be left out, on its way through {@link strip}: one control character stands for all of it. */
const OMIT = '\x1b';

/*
 * Each expression takes time in proportion to the text: where an attempt fails, the next one does not read the same again.
 * So a string sequence ends where another begins, as on a terminal; and one that never ends is none: its text is shown.
 */
const ESCAPE_SEQUENCE =
	/(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x90\x98\x9b-\x9f]*(?:\x07|\x1b\\|\x9c)|\x1b[ -/]*[0-~]?/g;
const LINE_BREAK = /\r\n?|[\u0085\u2028\u2029]/g;
const BLANK = /[\u115f\u1160\u2800\u3164\uffa0]/g;
/**
 * First, to be kept: the flags of England, Scotland and Wales, whose tags are invisible but drawn as one picture. Cn
 * (unassigned) stays: Node 20's tables do not know the newest emoji. ZWJ and ZWNJ stay for emoji and Indic text.
 */
const INVISIBLE =
	/(\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f})|(?:[\p{Cs}\p{Co}\p{Bidi_Control}]|(?![\u200c\u200d])\p{Cf}|(?!\n)\p{Cc}|[\u034f\u17b4\u17b5\u180b-\u180f])+/gu;
/** More marks than any script needs on one letter climb over the neighbouring lines. */
const MARKS = /(\p{M}{4})\p{M}+/gu;
/** So many marks in a row are no letter in any form; putting more of them in order would take time out of proportion. */
const TOWER = /(\p{M}{16})\p{M}+/gu;
/** A joiner is kept only between two letters, marks or pictographs; anywhere else it is an invisible character. */
const STRAY_JOINER =
	/[\u200c\u200d]{2,}|(?<![\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])[\u200c\u200d]|[\u200c\u200d](?![\p{L}\p{Extended_Pictographic}])/gu;
const OMIT_RUN = /\x1b+/g;
const PRINTABLE_ASCII = /^[\n\x20-\x7e]*$/;

function strip(text: string, mark: string): string {
	return text
		.toWellFormed()
		.replace(TOWER, '$1')
		.normalize('NFC')
		.replace(LINE_BREAK, '\n')
		.replace(ESCAPE_SEQUENCE, OMIT)
		.replaceAll('\t', '    ')
		.replace(BLANK, ' ')
		.replace(INVISIBLE, (_, flag?: string) => flag ?? OMIT)
		.replace(MARKS, `$1${OMIT}`)
		.replace(STRAY_JOINER, OMIT)
		.replace(OMIT_RUN, mark);
}

/**
 * Text of one or more lines, made safe to draw, log or store in a file. Line feeds are the only control characters left;
 * what is left out is seen as {@link OMITTED}. Idempotent.
 */
export function clean(text: string): SafeText {
	return (PRINTABLE_ASCII.test(text) ? text : strip(text, OMITTED)) as SafeText;
}

/** For comparing, not for drawing: without what {@link clean} leaves out, and without its marks. */
export function lettersOf(text: string): string {
	return PRINTABLE_ASCII.test(text) ? text : strip(text, '').replaceAll(OMITTED, '');
}

/** Like {@link clean}, on one line: runs of line breaks become one space, and the ends are trimmed. */
export function cleanLine(text: string): SafeText {
	const lines = clean(text).split('\n');
	return lines
		.map(line => line.trim())
		.filter(line => line !== '')
		.join(' ') as SafeText;
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
