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

/** Maximum cells of a row, and the cells of the screen beside it. */
const COLUMNS = 94;
const BESIDE = 6;
/** Maximum UTF-16 units shown before a hit. */
const CONTEXT = 20;

/** UTF-16 offsets in a text; `to` is exclusive. */
type Span = readonly [from: number, to: number];

/** Ends the head of a row (time and sender); user names do not contain it. */
const HEAD_ENDS = ': ';

/**
 * Formats a found message as a row.
 * @param everywhere whether the search covers all conversations: the row then names its own
 */
export function foundText(state: State, found: Found, searched: string, everywhere: boolean): SafeText {
	const {from, at} = found;
	const who = everywhere ? withPlace(state, found) : from;
	const head = safeText`${shortMomentText(at, state)} ${who}`;
	const room = Math.min(COLUMNS, state.size.columns - BESIDE) - width(head) - HEAD_ENDS.length;
	return safeText`${head}: ${excerpt(seen(found, searched), room)}`;
}

/** Formats sender and conversation: `alice in #build`, `alice to bob`; just `bob` for a message to the user. */
function withPlace(state: State, {conversation, from}: Found): SafeText {
	const kind = kindOf(conversation);
	switch (kind) {
		case 'room':
		case 'broadcasts':
		case 'private':
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

/**
 * Cuts the text so that its first hit stands in the middle.
 * @param room cells available
 */
function excerpt({text, hit: [from, to]}: Seen, room: number): SafeText {
	const before = Math.max(0, Math.min(CONTEXT, Math.floor((room - (to - from)) / 2) - 1));
	return cleanLine(from > before + 1 ? `…${text.slice(from - before)}` : text);
}

/** The cleaned text of a found message, and its first hit. */
type Seen = {readonly text: SafeText; readonly hit: Span};

const known = memoizeByObject<Seen>();

/** Cleans and searches a text once, not at each key: there may be hundreds of long messages. */
function seen(found: Found, searched: string): Seen {
	return known(found, [searched], () => {
		const text = clean(found.text);
		const [hit = [0, 0]] = hitsIn(text, searched);
		return {text, hit};
	});
}

/** Finds the hits in a row of {@link foundText}, outside its head. */
export function hitsInRow(row: SafeText, searched: string): readonly Span[] {
	const start = row.indexOf(HEAD_ENDS) + HEAD_ENDS.length;
	return hitsIn(row.slice(start), searched).map(([from, to]) => [start + from, start + to]);
}

/** Finds the words in the text as the server does; in order, without overlaps. */
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
