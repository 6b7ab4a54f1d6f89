/** Formats a found message as one row: time, users, and the text around the first hit. */
import {memoizeByObject} from '../text/memoize-by-object.ts';
import {folded} from '../../../protocol/folding.ts';
import {kindOf} from '../../../protocol/conversation-kind.ts';
import {clean, cleanLine, safeText, type SafeText} from '../../../protocol/text.ts';
import {graphemes, width} from '../../../terminal/width.ts';
import {labelOf} from '../chats/contacts.ts';
import {partnerIn} from '../chats/conversations.ts';
import type {Found} from '../model/dialog.ts';
import type {State} from '../model/state.ts';
import {shortMomentText} from '../text/time.ts';

/** Cells of a row at most, and what of the screen's width it cannot have. */
const COLUMNS = 94;
const BESIDE = 6;
/** So much of what is before a hit is shown at most, in UTF-16 units. */
const CONTEXT = 20;

/** From a place in a text up to another. */
export type Span = readonly [from: number, to: number];

/** Ends the part of a row that says when and who: no name has it. */
const HEAD_ENDS = ': ';

export function foundText(state: State, found: Found, searched: string, everywhere: boolean): SafeText {
	const {from, at} = found;
	const who = everywhere ? withPlace(state, found) : from;
	const head = safeText`${shortMomentText(at, state.now)} ${who}`;
	const room = Math.min(COLUMNS, state.size.columns - BESIDE) - width(head) - HEAD_ENDS.length;
	return safeText`${head}: ${excerpt(seen(found, searched), room)}`;
}

/** `alice in #build`, `alice to bob`; for what somebody wrote to oneself just `bob`. */
function withPlace(state: State, {conversation, from}: Found): SafeText {
	const kind = kindOf(conversation);
	switch (kind) {
		case 'room':
		case 'broadcasts':
			return safeText`${from} in ${labelOf(state, conversation)}`;
		case 'direct': {
			const other = partnerIn(state, conversation);
			return other === undefined || other === from ? safeText`${from}` : safeText`${from} to ${other}`;
		}

		case 'notes':
			return safeText`${from}`;
		default:
			return kind satisfies never;
	}
}

/** The first hit in the middle of what is around it, as far as there is room. */
function excerpt({text, hit: [from, to]}: Seen, room: number): SafeText {
	const before = Math.max(0, Math.min(CONTEXT, Math.floor((room - (to - from)) / 2) - 1));
	return cleanLine(from > before + 1 ? `…${text.slice(from - before)}` : text);
}

/** What is drawn of a found message, and the first hit in that. */
type Seen = {readonly text: SafeText; readonly hit: Span};

const known = memoizeByObject<Seen>();

/** Cleaned and looked through once, and not with each key: there may be hundreds of long messages. */
function seen(found: Found, searched: string): Seen {
	return known(found, [searched], () => {
		const text = clean(found.text);
		const [hit = [0, 0]] = hitsIn(text, searched);
		return {text, hit};
	});
}

/** What of a row of {@link foundText} was searched for: not its head, which says when and who. */
export function hitsInRow(row: SafeText, searched: string): readonly Span[] {
	const start = row.indexOf(HEAD_ENDS) + HEAD_ENDS.length;
	return hitsIn(row.slice(start), searched).map(([from, to]) => [start + from, start + to]);
}

/** Where the words stand in the text, as the server finds them; in order, and apart from each other. */
function hitsIn(text: string, searched: string): readonly Span[] {
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

/** The text as it compares; `places`: where in the text each of its units comes from, where that is not the same place. */
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
