/** Records the chat sessions of a conversation, and the notices where each began and ended. */
import {memoizeByObject} from '../text/memoize-by-object.ts';
import type {UserName} from '../../../protocol/names.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import type {Conversation, Session, Notice} from '../model/conversation.ts';

/** Maximum chat sessions held per conversation; the newest are kept. */
const MOST = 300;

/** Merges chat sessions into those known. */
export function withSessions(conversation: Conversation, sessions: readonly Session[]): Conversation {
	if (sessions.length === 0) return conversation;
	const all = new Map(conversation.sessions.map(session => [session.number, session]));
	for (const session of sessions) {
		const known = all.get(session.number);
		all.set(session.number, {...known, ...session, since: known?.since ?? session.since}); // the start known first stays
	}

	const inOrder = [...all.values()].sort((one, other) => one.number - other.number);
	return {...conversation, sessions: inOrder.slice(-MOST)};
}

/**
 * Ends a chat session after the newest message.
 * @param endedAt milliseconds since 1970
 */
export function sessionOver(
	conversation: Conversation,
	{number, since}: Pick<Session, 'number' | 'since'>,
	endedAt: number,
	ending?: SafeText,
): Conversation {
	const {last: upTo} = conversation;
	return withSessions(conversation, [{number, since, upTo, endedAt, ...(ending && {ending})}]);
}

const merged = memoizeByObject<readonly Notice[]>();

/** Returns the notices of a conversation, with those of its chat sessions, in order of time. */
export function linesOf({notices, sessions}: Conversation, other: UserName | undefined): readonly Notice[] {
	if (sessions.length === 0) return notices;
	return merged(notices, [sessions, other], () => {
		const all = [...sessions.flatMap(session => sessionLines(session, other)), ...notices];
		return all.sort((one, next) => one.at - next.at);
	});
}

function sessionLines(session: Session, other: UserName | undefined): Notice[] {
	const {number, since, after, upTo, endedAt = since, ending = safeText`has ended`} = session;
	const name = safeText`chat #${number} with ${other ?? ''}`;
	const lines: Notice[] = [];
	if (after !== undefined) lines.push({after, at: since, tone: 'good', text: safeText`${name} started`});
	if (upTo !== undefined)
		lines.push({after: upTo, at: endedAt, tone: 'info', text: safeText`${name} ${ending}`});
	return lines;
}
