/** Wraps the text of a message and divides its lines where they look different: mentions, links, code. */
import {mentionPlaces} from '../../../protocol/mentions.ts';
import type {UserName} from '../../../protocol/names.ts';
import {clean, type SafeText} from '../../../protocol/text.ts';
import {wrap} from '../../../terminal/width.ts';
import {linkPlaces} from '../chats/links.ts';
import type {Message, Queued} from '../model/conversation.ts';
import {hitsIn} from '../chats/found-words.ts';
import {memoizeByObject} from '../text/memoize-by-object.ts';
import {tokensOf, type Token} from './code-tokens.ts';
import {blocksOf, CONTINUED, EDGE, wrapCode, type Block} from './code.ts';

/** What is in a part of a line. */
type Marks = {
	readonly isMention?: true;
	/** Whether it was searched for. */
	readonly isFound?: true;
	/** The whole address, however many lines it is wrapped over. */
	readonly link?: string;
	/** Of code: `edge` stands before each line of it. */
	readonly code?: Token | 'edge';
};

/** A part of a line. */
export type Piece = Marks & {readonly text: SafeText};

/** A line of a wrapped text. `pieces`: together the text, where anything in it looks different. */
type Line = {readonly text: SafeText; readonly pieces?: readonly Piece[]};

/** A part of the whole text, in UTF-16 offsets; `to` is exclusive. */
type Range = {readonly from: number; readonly to: number};
type Place = Marks & Range;

const known = memoizeByObject<readonly Line[]>();

/**
 * Cleans, wraps and divides the text of a message, once per width.
 * @param width cells of a line
 */
export function linesOf(
	item: Pick<Message | Queued, 'text' | 'kind'>,
	width: number,
	me: UserName | undefined,
	searched = '',
): readonly Line[] {
	return known(item, [width, me, searched], () => {
		const text = clean(item.text);
		const columns = Math.max(1, width);
		return blocksOf(text, item.kind === 'code').flatMap(block =>
			block.code === undefined
				? saidLines(text, block, columns, me, searched)
				: codeLines(text, block, columns, searched),
		);
	});
}

function saidLines(
	text: SafeText,
	{from, to}: Block,
	columns: number,
	me: UserName | undefined,
	searched: string,
): readonly Line[] {
	const said = text.slice(from, to);
	const lines = wrap(said, columns) as SafeText[]; // wrapping only removes spaces
	const places: readonly Place[] = [
		...mentionPlaces(said, me),
		...linkPlaces(said),
		...foundPlaces(said, searched),
	];
	if (places.length === 0) return lines.map(line => ({text: line}));
	let at = 0;
	const ranges = lines.map(line => {
		const from = said.indexOf(line, at); // between two lines only blanks and a line break are left out
		at = from + line.length;
		return {from, to: at};
	});
	const divided = piecesOfAll(said, ranges, places);
	return lines.map((line, index) => ({text: line, ...(divided[index] && {pieces: divided[index]})}));
}

function foundPlaces(text: string, searched: string): readonly Place[] {
	return searched === '' ? [] : hitsIn(text, searched).map(([from, to]) => ({from, to, isFound: true}));
}

/** Lays out code behind an edge, without which its lines could not be told from what is said. */
function codeLines(
	text: SafeText,
	{from, to, code = ''}: Block,
	columns: number,
	searched: string,
): readonly Line[] {
	const written = text.slice(from, to);
	const places: readonly Place[] = [
		...tokensOf(written, code).map(({from, to, token}) => ({from, to, code: token})),
		...linkPlaces(written),
		...foundPlaces(written, searched),
	];
	const lines = wrapCode(written, Math.max(1, columns - EDGE.length));
	let at = 0;
	const ranges = lines.map(({text: line, isRest}, index) => {
		const from = isRest || index === 0 ? at : at + 1;
		at = from + line.length;
		return {from, to: at};
	});
	const divided = piecesOfAll(written, ranges, places);
	return lines.map(({text: line, isRest}, index) => {
		const edge = {text: (isRest ? CONTINUED : EDGE) as SafeText, code: 'edge' as const}; // signs of this program
		const pieces = divided[index] ?? [{text: line as SafeText}]; // a part of clean text
		return {text: (edge.text + line) as SafeText, pieces: [edge, ...pieces]};
	});
}

/** Cuts lines, in order, at the edges of what is in them; its time is in proportion to both. @returns undefined for a line with nothing */
function piecesOfAll(
	text: string,
	lines: readonly Range[],
	places: readonly Place[],
): ReadonlyArray<readonly Piece[] | undefined> {
	const within = lines.map((): Place[] => []);
	let first = 0;
	for (const place of places.toSorted((one, other) => one.from - other.from)) {
		while ((lines[first]?.to ?? Infinity) <= place.from) first++;
		for (let at = first; (lines[at]?.from ?? Infinity) < place.to; at++) within[at]?.push(place);
	}

	return lines.map((line, at) => piecesOf(text, line, within[at] ?? []));
}

/** Cuts a line at the edges of what is in it. @returns undefined where nothing is */
function piecesOf(text: string, {from, to}: Range, places: readonly Place[]): readonly Piece[] | undefined {
	const found = places.filter(place => place.from < to && place.to > from);
	if (found.length === 0) return undefined;
	const edges = found.flatMap(place => [place.from, place.to]).filter(at => at > from && at < to);
	const ends = [...new Set([...edges, to])].toSorted((one, other) => one - other);
	return ends.map((end, index): Piece => {
		const begin = ends[index - 1] ?? from;
		const over = found.filter(place => place.from < end && place.to > begin);
		const marks = over.reduce<Marks>((all, {from: _from, to: _to, ...marks}) => ({...all, ...marks}), {});
		return {...marks, text: text.slice(begin, end) as SafeText}; // a part of clean text
	});
}
