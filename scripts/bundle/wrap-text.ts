/** Replaces Ink's wrap-text: the same results, without its unbounded cache. */
import cliTruncate from 'cli-truncate';
import wrapAnsi from 'wrap-ansi';

const positions = new Map<string, 'start' | 'middle' | 'end'>([
	['truncate', 'end'],
	['truncate-end', 'end'],
	['truncate-middle', 'middle'],
	['truncate-start', 'start'],
]);

export default function wrapText(text: string, maxWidth: number, wrapType: string): string {
	const position = positions.get(wrapType);
	if (position) return cliTruncate(text, maxWidth, {position});
	return wrapType === 'wrap' ? wrapAnsi(text, maxWidth, {trim: false, hard: true}) : text;
}
