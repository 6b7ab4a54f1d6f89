/** Counts unread messages and mentions: elsewhere, for the list, for the terminal's title. */
import {traitsOf} from '../../../protocol/conversation-kind.ts';
import {countedUnread, isClosed} from './conversations.ts';
import {memoizeByObject} from '../text/memoize-by-object.ts';
import type {Conversation} from '../model/conversation.ts';
import type {State} from '../model/state.ts';
import {type SafeText, safeText} from '../../../protocol/text.ts';

/** Of conversations that the user has closed nothing is counted until something new is said. `mentions`: unread messages that mention the user. */
export type Unread = {readonly unread: number; readonly mentions: number};

const elsewhere = memoizeByObject<Unread>();

export function unreadElsewhere({conversations, open}: State): Unread {
	return elsewhere(conversations, [open], () => {
		const others = [...conversations.values()].filter(one => one.id !== open && !isClosed(one));
		return unreadIn(others.map(one => ({unread: countedUnread(one), mentions: one.mentions.length})));
	});
}

/** Formats what is unread elsewhere in the fewest cells: `@1` where messages mention the user, else `(3)`. */
export function unreadSign({unread, mentions}: Unread): string {
	return mentions > 0 ? `@${atMost(mentions)}` : unread > 0 ? `(${atMost(unread)})` : '';
}

/** Formats a count, of which there are never more than four characters. */
export function atMost(count: number): string {
	return count > 999 ? '999+' : String(count);
}

export function unreadIn(chats: readonly Unread[]): Unread {
	return chats.reduce<Unread>(
		(sum, {unread, mentions}) => ({unread: sum.unread + unread, mentions: sum.mentions + mentions}),
		{unread: 0, mentions: 0},
	);
}

const counts = memoizeByObject<number>();

/** Counts the unread messages meant for the user: in a room only mentions. */
export function meantForMe({conversations}: State): number {
	return counts(conversations, [], () => {
		let count = 0;
		for (const conversation of conversations.values()) count += meantIn(conversation);
		return count;
	});
}

/** Counts the unread messages of a conversation that are meant for the user. */
export function meantIn(conversation: Conversation): number {
	if (isClosed(conversation)) return 0;
	return traitsOf(conversation.id).countsMentions
		? conversation.mentions.length
		: countedUnread(conversation);
}

/** Formats the title, `(3) chat-tui`: the unread messages meant for the user. */
export function titleOf(state: State): SafeText {
	const count = meantForMe(state);
	return count === 0 ? safeText`chat-tui` : safeText`(${count}) chat-tui`;
}
