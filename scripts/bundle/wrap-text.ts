/** Replaces Ink's wrap-text: the same results, without its unbounded cache, and with Intl only for text that needs it. */
import cliTruncate from 'cli-truncate';
import wrapAnsi from 'wrap-ansi';
import {isNarrow} from './string-width.ts';

const positions = new Map<string, 'start' | 'middle' | 'end'>([
	['truncate', 'end'],
	['truncate-end', 'end'],
	['truncate-middle', 'middle'],
	['truncate-start', 'start'],
]);

export default function wrapText(text: string, maxWidth: number, wrapType: string): string {
	const position = positions.get(wrapType);
	if (position && isNarrow(text)) return cut(text, Math.floor(maxWidth), position);
	if (position) return cliTruncate(text, maxWidth, {position});
	return wrapType === 'wrap' ? wrapAnsi(text, maxWidth, {trim: false, hard: true}) : text;
}

/** Cuts text of characters that take one column each. */
function cut(text: string, columns: number, position: 'start' | 'middle' | 'end'): string {
	if (columns < 1) return '';
	if (text.length <= columns) return text;
	const before = {start: 0, middle: Math.floor(columns / 2), end: columns - 1}[position];
	return text.slice(0, before) + '…' + text.slice(text.length - columns + 1 + before);
}
