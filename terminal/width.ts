/** Measures, truncates and wraps plain text in terminal cells. */
import stringWidth from 'string-width';

const ASCII = /^[\x20-\x7e]*$/;
/** Letters (also of Chinese, Japanese and Korean), punctuation, arrows, lines and shapes of which each is a grapheme by itself, if no other character stands among them. */
const SINGLE =
	/^[\x20-\x7e\xa1-\xac\xae-\u02af\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2500-\u25ff\u2713\u3000-\u3029\u3041-\u3096\u30a1-\u30fe\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff5e]*$/;
/** Maximum texts in the cache of widths, and maximum UTF-16 units of each: about 1 MB together. */
const MAX_CACHED = 4096;
const MAX_CACHED_LENGTH = 128;
/** Maximum UTF-16 units per cell of a text that is measured whole; of a longer one, only the beginning is. */
const MAX_UNITS_PER_CELL = 4;

const widths = new Map<string, number>();
let segmenter: Intl.Segmenter | undefined;

/** Splits text into graphemes, in order; concatenated they are `text`. */
export function graphemes(text: string): string[] {
	return SINGLE.test(text) ? text.split('') : [...eachGrapheme(text)];
}

function* eachGrapheme(text: string): Generator<string> {
	if (SINGLE.test(text)) {
		yield* text;
		return;
	}

	segmenter ??= new Intl.Segmenter(undefined, {granularity: 'grapheme'}); // costs 10 ms: not before it is needed
	for (const {segment} of segmenter.segment(text)) yield segment;
}

/** Returns the width of one line of text in cells. Control characters have none. */
export function width(text: string): number {
	if (ASCII.test(text)) return text.length;
	if (text.length > MAX_CACHED_LENGTH) return stringWidth(text);
	const known = widths.get(text);
	if (known !== undefined) return known;
	const measured = stringWidth(text);
	if (widths.size >= MAX_CACHED) widths.clear();
	widths.set(text, measured);
	return measured;
}

/** Returns the text if it fits into `columns` cells, else as much of its beginning as fits before `ellipsis`. */
export function truncate(text: string, columns: number, ellipsis = '…'): string {
	if (fits(text, columns)) return text;
	const end = width(ellipsis) <= columns ? ellipsis : '';
	return beginning(text, columns - width(end)) + end;
}

/** Tells whether a text is at most `columns` cells wide. */
function fits(text: string, columns: number): boolean {
	const isMeasured = text.length <= columns * MAX_UNITS_PER_CELL || ASCII.test(text);
	return isMeasured ? width(text) <= columns : beginning(text, columns) === text;
}

function beginning(text: string, columns: number): string {
	let kept = '';
	let taken = 0;
	for (const grapheme of eachGrapheme(text)) {
		taken += width(grapheme);
		if (taken > columns) break;
		kept += grapheme;
	}

	return kept;
}

/**
 * Wraps a text at `columns` cells. Line breaks are kept; lines break at spaces, which then vanish, and
 * beside wide characters; only longer words are broken within, never within a grapheme. A line is wider than `columns` only where
 * a single character is. Never empty.
 */
export function wrap(text: string, columns: number): string[] {
	return text.split('\n').flatMap(line => (fits(line, columns) ? [line] : wrapLine(line, columns)));
}

/** Wraps a text as {@link wrap} does, into `rows` lines at most; the last one ends in an ellipsis where that is not all. */
export function wrapWithin(text: string, columns: number, rows: number): string[] {
	const lines = wrap(text, columns);
	if (lines.length <= rows) return lines;
	return rows < 1 ? [] : [...lines.slice(0, rows - 1), truncate(lines.slice(rows - 1).join(' '), columns)];
}

function wrapLine(text: string, columns: number): string[] {
	const lines: string[] = [];
	let line = '';
	let taken = 0;
	/** Finds an index at which `line` can break; 0 if there is none. */
	let breakAt = 0;
	for (const grapheme of graphemes(text)) {
		const cells = width(grapheme);
		if (grapheme === ' ' && line === '' && lines.length > 0) continue;
		if (taken + cells > columns && line !== '') {
			const end = grapheme === ' ' || cells > 1 || breakAt === 0 ? line.length : breakAt;
			lines.push(line.slice(0, end).trimEnd());
			line = line.slice(end);
			taken = width(line);
			breakAt = 0;
			if (grapheme === ' ') continue;
		}

		line += grapheme;
		taken += cells;
		if (grapheme === ' ' || cells > 1) breakAt = line.length;
	}

	return line === '' ? lines : [...lines, line];
}
