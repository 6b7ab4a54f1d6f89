/** Summarizes the messages that came while the user was away. */
import {counted} from '../../../protocol/counted.ts';
import {kindOf, type ConversationKind} from '../../../protocol/conversation-kind.ts';
import {countAfter} from '../../../protocol/own-message-runs.ts';
import type {Summary} from '../../../protocol/conversations.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import {labelOf} from './contacts.ts';
import {countedUnread} from './conversations.ts';
import {keysOf} from '../keyboard/reminders.ts';
import type {Conversation} from '../model/conversation.ts';
import type {State} from '../model/state.ts';

/** Maximum conversations named; the rest are counted. */
const MAX_NAMED = 5;

/** Direct messages are named first, after mentions. */
const rank: Readonly<Record<ConversationKind, number>> = {
	direct: 0,
	notes: 0,
	broadcasts: 0,
	private: 0,
	room: 1,
};
const preposition: Readonly<Record<ConversationKind, 'from' | 'in'>> = {
	direct: 'from',
	notes: 'from',
	broadcasts: 'in',
	private: 'in',
	room: 'in',
};

/**
 * Formats what came while the user was away: `3 messages from bob, 1 in #build while you were away; Alt-A goes
 * there`.
 * @param before the conversations held until now
 * @returns an empty list if nothing came
 */
export function missedText(
	state: State,
	before: State['conversations'],
	summaries: readonly Summary[],
): readonly SafeText[] {
	const waiting = summaries
		.map(summary => ({...summary, count: newOf(summary, before.get(summary.conversation)?.last)}))
		.filter(({count, conversation}) => count > 0 && conversation !== state.open)
		.filter(({conversation}) => counts(state.conversations.get(conversation)))
		.sort((a, b) => rankOf(a) - rankOf(b) || b.lastAt - a.lastAt);
	if (waiting.length === 0) return [];
	const named = waiting.slice(0, MAX_NAMED).map((one, at) => waitingText(state, one, at === 0));
	const rest = waiting.length - named.length;
	const all = rest > 0 ? `${named.join(', ')} and more in ${rest} others` : named.join(', ');
	return [safeText`${all} while you were away; ${keysOf('bar', 'conversationUnread')} goes there`];
}

/** Checks whether what is unread there counts: it may be muted or closed. */
function counts(held: Conversation | undefined): boolean {
	return held === undefined || countedUnread(held) > 0;
}

function rankOf({conversation, mentions}: Summary): number {
	return mentions > 0 ? -1 : rank[kindOf(conversation)];
}

/** Counts unread messages of other users that were not held when the link broke. */
function newOf({own = [], read, last}: Summary, held = 0): number {
	const from = Math.max(read, held);
	return last - from - countAfter(own, from);
}

type Counted = Pick<Summary, 'conversation'> & {readonly count: number};

function waitingText(state: State, {conversation, count}: Counted, first: boolean): SafeText {
	const what = first ? counted(count, 'message') : count;
	return safeText`${what} ${preposition[kindOf(conversation)]} ${labelOf(state, conversation)}`;
}
