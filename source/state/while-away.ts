/** What came while one was away, in a sentence that leads there. */
import {isNotices, isRoom} from '../../protocol/names.ts';
import {countAfter} from '../../protocol/own-runs.ts';
import type {Summary} from '../../protocol/requests.ts';
import {safeText, type SafeText} from '../../protocol/text.ts';
import {labelOf} from './contacts.ts';
import type {State} from './state.ts';

/** More conversations than this are only counted. */
const MOST_NAMED = 5;

/** `3 messages from bob, 1 in #build while you were away; Alt-A goes there`; nothing where nothing came. */
export function meanwhile(state: State, summaries: readonly Summary[]): readonly SafeText[] {
	const waiting = summaries
		.filter(summary => newOf(summary) > 0 && summary.conversation !== state.open)
		.sort((a, b) => Number(isRoom(a.conversation)) - Number(isRoom(b.conversation)) || b.lastAt - a.lastAt);
	if (waiting.length === 0) return [];
	const named = waiting.slice(0, MOST_NAMED).map((one, at) => counted(state, one, at === 0));
	const rest = waiting.length - named.length;
	const all = rest > 0 ? `${named.join(', ')} and more in ${rest} others` : named.join(', ');
	return [safeText`${all} while you were away; Alt-A goes there`];
}

/** What others wrote and no client of one's own has received. */
function newOf({own = [], delivered, last}: Summary): number {
	return last - delivered - countAfter(own, delivered);
}

function counted(state: State, summary: Summary, first: boolean): SafeText {
	const {conversation} = summary;
	const count = newOf(summary);
	const place = isRoom(conversation) || isNotices(conversation) ? 'in' : 'from';
	const what = !first ? count : count === 1 ? '1 message' : `${count} messages`;
	return safeText`${what} ${place} ${labelOf(state, conversation)}`;
}
