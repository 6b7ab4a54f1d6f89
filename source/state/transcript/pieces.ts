/** Divides the lines of a wrapped text where something in it looks different: mentions of the user, links, words that were found. */
import {mentionPlaces} from '../../../protocol/mentions.ts';
import type {UserName} from '../../../protocol/names.ts';
import {clean, type SafeText} from '../../../protocol/text.ts';
import {wrap} from '../../../terminal/width.ts';
import {linkPlaces} from '../chats/links.ts';
import {memoizeByObject} from '../text/memoize-by-object.ts';

/** A part of a line, and what is in it. */
export type Piece = {
	readonly text: SafeText;
	readonly isMention?: true;
	/** The whole address, however many lines it is wrapped over. */
	readonly link?: string;
};

/** A line of a wrapped text. `pieces`: together the text, where anything in it looks different. */
type Line = {readonly text: SafeText; readonly pieces?: readonly Piece[]};

/** A part of the whole text, in UTF-16 offsets; `to` is exclusive. */
type Place = {readonly from: number; readonly to: number; readonly isMention?: true; readonly link?: string};

const known = memoizeByObject<readonly Line[]>();

/**
 * Cleans, wraps and divides the text of a message, once per width.
 * @param width cells of a line
 */
export function linesOf(
	item: {readonly text: string},
	width: number,
	me: UserName | undefined,
): readonly Line[] {
	return known(item, [width, me], () => {
		const text = clean(item.text);
		const lines = wrap(text, Math.max(1, width)) as SafeText[]; // wrapping only removes spaces
		return divided(text, lines, [...mentionPlaces(text, me), ...linkPlaces(text)]);
	});
}

/** Divides lines that were wrapped from the text. */
function divided(text: SafeText, lines: readonly SafeText[], places: readonly Place[]): readonly Line[] {
	if (places.length === 0) return lines.map(line => ({text: line}));
	let from = 0;
	return lines.map(line => {
		from = text.indexOf(line, from); // between two lines only blanks and a line break are left out
		const to = from + line.length;
		const here = places.filter(place => place.from < to && place.to > from);
		const pieces = here.length === 0 ? undefined : cut(text, from, to, here);
		from = to;
		return {text: line, ...(pieces && {pieces})};
	});
}

function cut(text: SafeText, from: number, to: number, places: readonly Place[]): readonly Piece[] {
	const edges = places.flatMap(place => [place.from, place.to]).filter(at => at > from && at < to);
	const ends = [...new Set([...edges, to])].toSorted((one, other) => one - other);
	return ends.map((end, index): Piece => {
		const begin = ends[index - 1] ?? from;
		const over = places.filter(place => place.from < end && place.to > begin);
		const link = over.find(place => place.link !== undefined)?.link;
		return {
			text: text.slice(begin, end) as SafeText, // a part of it
			...(over.some(({isMention}) => isMention) && {isMention: true}),
			...(link !== undefined && {link}),
		};
	});
}
