/** Builds the rows of the list of chats: names, presence, unread counts, drafts. */
import {kindOf} from '../../../protocol/conversation-kind.ts';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import {cleanLine, safeText, type SafeText} from '../../../protocol/text.ts';
import {contactGroups, type Group} from './contact-order.ts';
import {countedUnread, partnerIn} from './conversations.ts';
import {textOf} from '../../../terminal/editor.ts';
import type {Person, State} from '../model/state.ts';
import type {Conversation} from '../model/conversation.ts';
import {memoizeByObject} from '../text/memoize-by-object.ts';
import type {Unread} from './unread.ts';
import {messageAt} from './window.ts';

export type ContactRow = Unread & {
	readonly id: ConversationId;
	/** The group that it stands in. */
	readonly group: Group;
	readonly label: SafeText;
	/** The other user of a direct conversation, and their presence; undefined in a room. */
	readonly person?: UserName;
	readonly presence?: Person['presence'];
	/** When the newest unread mention of the user was sent; 0: there is none. */
	readonly calledAt: number;
	/** Whether the conversation has a draft. */
	readonly draft: boolean;
	/** Whether a message of the user failed there. */
	readonly failed: boolean;
	/** Of its messages, only mentions count as unread. */
	readonly muted: boolean;
	/** It stands at the top of the list. */
	readonly pinned: boolean;
	readonly open: boolean;
	/** Whether the arrow keys of the list have selected the row. */
	readonly chosen: boolean;
};

/** Marks a private chat: a character of two cells, so that it differs without colours too. */
export const LOCK = safeText`🔒`;

const rows = memoizeByObject<readonly ContactRow[]>();

/** Returns the rows, top to bottom; memoized while nothing in them changes. */
export function contactRows(state: State): readonly ContactRow[] {
	const {conversations, people, open, contact, me, settings} = state;
	return rows(conversations, [people, open, contact, me, settings.unreadFirst], () =>
		contactGroups(state).flatMap(([group, ids]) => ids.map(id => rowOf(state, id, group, contact ?? open))),
	);
}

/**
 * Returns the next chat with unread messages: the one with the newest mention, else the first one with a user, else the first one.
 * @returns undefined if there is none
 */
export function nextUnread(state: State): ContactRow | undefined {
	return nextOf(contactRows(state));
}

export function nextOf(all: readonly ContactRow[]): ContactRow | undefined {
	const unread = all.filter(row => !row.open && row.unread > 0);
	const called = unread.filter(({mentions}) => mentions > 0);
	if (called.length === 0) return unread.find(({person}) => person !== undefined) ?? unread[0];
	return called.reduce((newest, row) => (row.calledAt > newest.calledAt ? row : newest));
}

function rowOf(
	state: State,
	id: ConversationId,
	group: Group,
	chosen: ConversationId | undefined,
): ContactRow {
	const conversation = state.conversations.get(id);
	const person = partnerIn(state, id);
	const presence = person && state.people.get(person)?.presence;
	return {
		id,
		group,
		label: labelOf(state, id),
		...(person && {person}),
		...(presence && {presence}),
		unread: conversation ? countedUnread(conversation) : 0,
		mentions: conversation?.mentions.length ?? 0,
		calledAt: conversation ? calledAt(conversation) : 0,
		draft: conversation !== undefined && textOf(conversation.draft) !== '',
		failed: conversation?.queued.some(({problem}) => problem !== undefined) ?? false,
		muted: conversation?.settings?.muted === true,
		pinned: conversation?.settings?.pinned !== undefined,
		open: id === state.open,
		chosen: id === chosen,
	};
}

/** Returns when the newest unread mention was sent; of one that is not held, when anything was. */
function calledAt({mentions, window, activeAt}: Conversation): number {
	const newest = mentions.at(-1);
	if (newest === undefined) return 0;
	return messageAt(window, newest)?.at ?? activeAt;
}

/** Formats the count, `3`, or `@1` where messages mention the user; `–` for a muted conversation. */
export function countText({
	unread,
	mentions,
	muted,
}: Pick<ContactRow, 'unread' | 'mentions' | 'muted'>): string {
	if (mentions > 0) return `@${mentions}`;
	if (muted) return '–';
	if (unread > 999) return '999+';
	return unread > 0 ? String(unread) : '';
}

/** Returns `✗` where a message could not be sent, `*` where a draft waits. */
export function ownText({failed, draft}: Pick<ContactRow, 'failed' | 'draft'>): string {
	return failed ? '✗' : draft ? '*' : '';
}

/** Formats the name of a conversation. */
export function labelOf(state: State, id: ConversationId): SafeText {
	const kind = kindOf(id);
	switch (kind) {
		case 'room':
			return cleanLine(id);
		case 'broadcasts':
			return safeText`notices`;
		case 'direct':
			return safeText`${partnerIn(state, id) ?? cleanLine(id)}`;
		case 'notes':
			return safeText`${partnerIn(state, id) ?? cleanLine(id)} (notes)`;
		case 'private':
			return safeText`${LOCK} ${partnerIn(state, id) ?? cleanLine(id)}`;
		default:
			return kind satisfies never;
	}
}
