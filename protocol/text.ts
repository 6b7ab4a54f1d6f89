/** Sanitizes text of other users for screens, logs and file names, and checks text before it is sent. */

declare const safe: unique symbol;

/**
 * Text that holds no control character, escape sequence, bidi control or invisible format character.
 * Only this module makes it; code that draws, logs or names files from text of other users requires it.
 */
export type SafeText = string & {readonly [safe]: true};

/** Replaces a run of characters that are left out. */
export const OMITTED = '\ufffd';
/** Marks what {@link strip} leaves out while it works. */
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
/** Matches more marks on one letter than any script needs: they climb over the neighbouring lines. */
const MARKS = /(\p{M}{4})\p{M}+/gu;
/** Matches marks beyond any letter; ordering more of them takes time that grows with their square. */
const TOWER = /(\p{M}{16})\p{M}+/gu;
/** Matches a joiner that is not between two letters, marks or pictographs: there it is only an invisible character. */
const STRAY_JOINER =
	/[\u200c\u200d]{2,}|(?<![\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])[\u200c\u200d]|[\u200c\u200d](?![\p{L}\p{Extended_Pictographic}])/gu;
const OMIT_RUN = /\x1b+/g;
/**
 * Matches text of which nothing is left out, and which is in NFC: Latin, Greek, Cyrillic, punctuation, signs, lines, CJK and Hangul without
 * marks. Most text is of these, and the expressions above take milliseconds to compile.
 */
const HARMLESS =
	/^[\n\x20-\x7e\xa1-\xac\xae-\u02ff\u0400-\u0482\u048a-\u052f\u03b1-\u03c9\u2010-\u2027\u2030-\u205e\u20a0-\u20c0\u2190-\u2328\u232b-\u27ff\u3001-\u3029\u3041-\u3096\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\ufe30-\ufe4f\uff01-\uff5e]*$/;

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
 * Sanitizes text of one or more lines. Line feeds are the only control characters left; {@link OMITTED} replaces what is left out.
 * Idempotent.
 */
export function clean(text: string): SafeText {
	return (HARMLESS.test(text) ? text : strip(text, OMITTED)) as SafeText;
}

/** Sanitizes text for comparison, not for drawing: like {@link clean}, without {@link OMITTED}. */
export function lettersOf(text: string): string {
	return HARMLESS.test(text) ? text : strip(text, '').replaceAll(OMITTED, '');
}

/** Sanitizes text into one line: like {@link clean}, with line breaks as single spaces and trimmed ends. */
export function cleanLine(text: string): SafeText {
	const lines = clean(text).split('\n');
	return lines
		.map(line => line.trim())
		.filter(line => line !== '')
		.join(' ') as SafeText;
}

/** Marks text written in this program's source as safe, and sanitizes every inserted value as one line. */
export function safeText(strings: TemplateStringsArray, ...values: ReadonlyArray<string | number>): SafeText {
	return strings.reduce(
		(text, string, at) => text + cleanLine(String(values[at - 1] ?? '')) + string,
	) as SafeText;
}

/** Quotes words of a user within a sentence of the program: on one line, and so that nobody takes them for the program's own. */
export function quotation(text: string): SafeText {
	const words = cleanLine(text)
		.replaceAll(/\s{2,}/gu, ' ')
		.replaceAll(/[“”„‟]/g, '"');
	return `“${words}”` as SafeText; // cleaned, and with quotes of this program
}

/** Maximum code points of one message. */
export const MAX_CODE_POINTS = 4000;
/** Maximum UTF-8 bytes of one message. */
export const MAX_TEXT_BYTES = 16 * 1024;

/** @returns why a text cannot be sent; undefined if it can. Shared by client and server. */
export function textFault(text: string): 'textEmpty' | 'textTooLong' | 'textMalformed' | undefined {
	if (text.length > MAX_TEXT_BYTES) return 'textTooLong';
	if (!text.isWellFormed() || text.includes('\0')) return 'textMalformed';
	if (text.trim() === '') return 'textEmpty';
	if (text.length > MAX_CODE_POINTS && [...text].length > MAX_CODE_POINTS) return 'textTooLong';
	return undefined; // 4,000 code points are at most 16,000 bytes, so the second limit needs no count of its own
}
