/** Finds code in a message, between lines of three backticks or all of it, and wraps it as it is: no blank of it is lost. */
import type {SafeText} from '../../../protocol/text.ts';
import {graphemes, width as widthOf} from '../../../terminal/width.ts';

/** A part of the text of a message, in UTF-16 offsets; `to` is exclusive. */
export type Block = {
	readonly from: number;
	readonly to: number;
	/** Of code: what stands behind the backticks, such as `ts`; '' if nothing does. */
	readonly code?: string;
};

/** Matches a whole line, with the letters of the language, if any. */
const FENCE = /^ {0,3}```([A-Za-z0-9+#.-]{0,20}) *$/;

/** Stand before a line of code, and before the rest of a line that is longer than the screen is wide. */
export const EDGE = '│ ';
export const CONTINUED = '┆ ';

/**
 * Divides a text into what is said and what is code; the lines of backticks are in neither. Code without an end is none.
 * @param isCode whether it was sent as code
 */
export function blocksOf(text: SafeText, isCode: boolean): readonly Block[] {
	if (isCode) return [{from: 0, to: text.length, code: ''}];
	const blocks: Block[] = [];
	let open: {readonly at: number; readonly from: number; readonly code: string} | undefined;
	let from = 0;
	for (const [line, at] of linesAt(text)) {
		const code = FENCE.exec(line)?.[1];
		if (code === undefined || (open && code !== '')) continue;
		if (!open) {
			open = {at, from: at + line.length + 1, code};
			continue;
		}

		if (open.at > from) blocks.push({from, to: open.at - 1});
		blocks.push({from: open.from, to: Math.max(open.from, at - 1), code: open.code});
		from = at + line.length + 1;
		open = undefined;
	}

	if (from <= text.length - 1 || blocks.length === 0) blocks.push({from, to: text.length});
	return blocks;
}

function* linesAt(text: string): Generator<readonly [line: string, at: number]> {
	let at = 0;
	for (const line of text.split('\n')) {
		yield [line, at];
		at += line.length + 1;
	}
}

/**
 * Wraps code by cells alone.
 * @param columns cells of a line
 * @returns the lines, and whether each is the rest of the one before
 */
export function wrapCode(
	code: string,
	columns: number,
): ReadonlyArray<{readonly text: string; readonly isRest: boolean}> {
	return code.split('\n').flatMap(line => {
		if (widthOf(line) <= columns) return [{text: line, isRest: false}];
		const parts: string[] = [];
		let part = '';
		let taken = 0;
		for (const grapheme of graphemes(line)) {
			const cells = widthOf(grapheme);
			if (taken + cells > columns && part !== '') {
				parts.push(part);
				[part, taken] = ['', 0];
			}

			part += grapheme;
			taken += cells;
		}

		return [...parts, part].map((text, index) => ({text, isRest: index > 0}));
	});
}
