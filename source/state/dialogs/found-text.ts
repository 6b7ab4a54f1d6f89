/** Formats a found message as one row: time, users, and the text around the first hit. */
import {memoizeByObject} from '../text/memoize-by-object.ts';
import {kindOf} from '../../../protocol/conversation-kind.ts';
import {clean, cleanLine, safeText, type SafeText} from '../../../protocol/text.ts';
import {width} from '../../../terminal/width.ts';
import {labelOf} from '../chats/contacts.ts';
import {partnerIn} from '../chats/conversations.ts';
import type {Found} from '../model/dialog.ts';
import type {State} from '../model/state.ts';
import {hitsIn, type Span} from '../chats/found-words.ts';
import {shortMomentText} from '../text/time.ts';

/** Maximum cells of a row, and the cells of the screen beside it. */
const COLUMNS = 94;
const BESIDE = 6;
/** Maximum UTF-16 units shown before a hit. */
const CONTEXT = 20;

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
