/** Finds searched words in a text, as the server does. */
import {folded} from '../../../protocol/folding.ts';
import {graphemes} from '../../../terminal/width.ts';

/** UTF-16 offsets in a text; `to` is exclusive. */
export type Span = readonly [from: number, to: number];

/** Finds the words in the text as the server does; in order, without overlaps. */
export function hitsIn(text: string, searched: string): readonly Span[] {
	const {letters, places} = lettersOf(text);
	const hits = folded(searched)
		.split(/\s+/)
		.filter(word => word !== '')
		.flatMap(word => occurrences(letters, word))
		.toSorted(([one], [other]) => one - other);
	const apart: Span[] = [];
	for (const [from, to] of hits) {
		const hit: Span = places ? [places[from] ?? 0, places[to] ?? text.length] : [from, to];
		if (hit[0] >= (apart.at(-1)?.[1] ?? 0)) apart.push(hit);
	}

	return apart;
}

/** Folds the text for comparison. `places`: offset in the text of each folded unit, where the lengths differ. */
function lettersOf(text: string): {readonly letters: string; readonly places?: readonly number[]} {
	const whole = folded(text);
	if (whole.length === text.length) return {letters: whole};
	const places: number[] = [];
	let letters = '';
	let at = 0;
	for (const grapheme of graphemes(text)) {
		const letter = folded(grapheme);
		for (let unit = 0; unit < letter.length; unit++) places.push(at);
		letters += letter;
		at += grapheme.length;
	}

	return {letters, places};
}

function occurrences(letters: string, word: string): Span[] {
	const found: Span[] = [];
	for (let at = letters.indexOf(word); at !== -1; at = letters.indexOf(word, at + word.length))
		found.push([at, at + word.length]);
	return found;
}
