/** Lists the chats: rooms, broadcasts, conversations by newest message, other users, own notes. */
import {kindOf, type ConversationKind} from '../../../protocol/conversation-kind.ts';
import {LOBBY, type ConversationId, type UserName} from '../../../protocol/names.ts';
import {cleanLine, safeText, type SafeText} from '../../../protocol/text.ts';
import {countedUnread, directWith, isClosed, isEmpty, partnerIn} from './conversations.ts';
import {textOf} from '../../../terminal/editor.ts';
import {layoutOf} from '../panes/layout.ts';
import {insideOf} from '../../../terminal/layout/rectangle.ts';
import type {Person, State} from '../model/state.ts';
import type {Conversation} from '../model/conversation.ts';
import {width} from '../../../terminal/width.ts';
import {memoizeByObject} from '../text/memoize-by-object.ts';
import {unreadIn, type Unread} from './unread.ts';
import {messageAt} from './window.ts';

export type ContactRow = Unread & {
	readonly id: ConversationId;
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
	const {conversations, people, open, contact, me} = state;
	return rows(conversations, [people, open, contact, me], () =>
		contactOrder(state).map(id => rowOf(state, id, contact ?? open)),
	);
}

type ShownContacts = {
	/** Index of the first row shown. */
	readonly first: number;
	readonly rows: readonly ContactRow[];
	/** Unread messages of the rows above those shown. */
	readonly above: Unread;
	readonly below: Unread;
};

/** Returns the rows on the screen. */
export function shownContacts(state: State): ShownContacts {
	const all = contactRows(state);
	const {contacts, framed} = layoutOf(state);
	const height = contacts ? insideOf(contacts, framed).height : 0;
	const first = clamp(state.listTop ?? firstRow(state, all, height), all.length - height);
	const end = first + height;
	const others = (rows: readonly ContactRow[]) => unreadIn(rows.filter(({open}) => !open));
	return {
		first,
		rows: all.slice(first, end),
		above: others(all.slice(0, first)),
		below: others(all.slice(end)),
	};
}

/** Finds the first row so that the selected one is visible; without a selection, the next unread one. */
function firstRow({pane, contact}: State, all: readonly ContactRow[], height: number): number {
	const chosen = Math.max(
		0,
		all.findIndex(row => row.chosen),
	);
	const first = clamp(chosen - height + 2, all.length - height);
	const next = pane === 'contacts' || contact !== undefined ? undefined : nextOf(all);
	if (!next) return first;
	const at = all.indexOf(next);
	return Math.min(at, Math.max(first, at - height + 1));
}

/**
 * Returns the next chat with unread messages: the one with the newest mention, else the first one.
 * @returns undefined if there is none
 */
export function nextUnread(state: State): ContactRow | undefined {
	return nextOf(contactRows(state));
}

function nextOf(all: readonly ContactRow[]): ContactRow | undefined {
	const unread = all.filter(row => !row.open && row.unread > 0);
	const called = unread.filter(({mentions}) => mentions > 0);
	if (called.length === 0) return unread[0];
	return called.reduce((newest, row) => (row.calledAt > newest.calledAt ? row : newest));
}

/**
 * Formats the unread messages beyond one edge of the list, such as `▲ 2 unread, @1`.
 * @param columns cells available
 * @returns undefined if nothing is unread there
 */
export function edgeText(sign: '▲' | '▼', {unread, mentions}: Unread, columns: number): SafeText | undefined {
	if (unread === 0) return undefined;
	const count = unread > 999 ? '999+' : unread;
	const called = mentions > 0 ? `@${mentions}` : '';
	const where = sign === '▲' ? 'above' : 'below';
	const forms = called
		? [safeText`${sign} ${count} unread, ${called}`, safeText`${sign} ${called}`]
		: [safeText`${sign} ${count} unread ${where}`, safeText`${sign} ${count} unread`];
	return forms.find(form => width(form) <= columns) ?? forms[1];
}

/**
 * Scrolls the list by the mouse wheel.
 * @param rows down; up if negative
 */
export function scrollContacts(state: State, rows: number): State {
	const {first, rows: shown} = shownContacts(state);
	return {...state, listTop: clamp(first + rows, contactRows(state).length - shown.length)};
}

function clamp(row: number, most: number): number {
	return Math.max(0, Math.min(row, most));
}

/** Returns the conversations in the order of the list, including direct conversations without a message. */
export function contactOrder(state: State): readonly ConversationId[] {
	const me = state.me?.user;
	if (me === undefined) return [];
	const {room, broadcasts, direct, private: kept} = byKind(state);
	const talks = [...direct, ...kept];
	const begun = new Set(direct.map(({id}) => id));
	const notes = directWith(state, me);
	const others = [...state.people.values()]
		.filter(({user}) => user !== me)
		.sort(byPresenceAndName)
		.flatMap(({user}) => directWith(state, user) ?? [])
		.filter(id => !begun.has(id));
	return pinnedFirst(state, [
		...room.map(({id}) => id).sort(lobbyFirst),
		...broadcasts.map(({id}) => id),
		...talks.sort((a, b) => b.activeAt - a.activeAt || (a.id < b.id ? -1 : 1)).map(({id}) => id),
		...others,
		...(notes === undefined ? [] : [notes]),
	]);
}

/** Puts the pinned conversations in front, in the order in which they were pinned, and leaves out those that are closed. */
function pinnedFirst(
	{conversations, open}: State,
	ids: readonly ConversationId[],
): readonly ConversationId[] {
	const pinnedAt = (id: ConversationId) => conversations.get(id)?.settings?.pinned;
	const shown = ids.filter(id => {
		const conversation = conversations.get(id);
		return id === open || !conversation || !isClosed(conversation);
	});
	const pinned = shown.filter(id => pinnedAt(id) !== undefined);
	if (pinned.length === 0) return shown;
	pinned.sort((one, other) => (pinnedAt(one) ?? 0) - (pinnedAt(other) ?? 0));
	return [...pinned, ...shown.filter(id => pinnedAt(id) === undefined)];
}

/** Groups the conversations by kind: all rooms, and of the other kinds those with messages or drafts. */
function byKind({conversations}: State): Readonly<Record<ConversationKind, Conversation[]>> {
	const lists: Record<ConversationKind, Conversation[]> = {
		room: [],
		broadcasts: [],
		direct: [],
		notes: [],
		private: [],
	};
	for (const one of conversations.values()) {
		const kind = kindOf(one.id);
		if (kind === 'room' || kind === 'private' || isBegun(one)) lists[kind].push(one);
	}

	return lists;
}

function isBegun(conversation: Conversation): boolean {
	return !isEmpty(conversation) || textOf(conversation.draft) !== '';
}

function lobbyFirst(one: ConversationId, other: ConversationId): number {
	return Number(other === LOBBY) - Number(one === LOBBY) || (one < other ? -1 : 1);
}

function byPresenceAndName(a: Person, b: Person): number {
	const away = Number(a.presence === 'offline') - Number(b.presence === 'offline');
	return away || (a.user < b.user ? -1 : 1);
}

function rowOf(state: State, id: ConversationId, chosen: ConversationId | undefined): ContactRow {
	const conversation = state.conversations.get(id);
	const person = partnerIn(state, id);
	const presence = person && state.people.get(person)?.presence;
	return {
		id,
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
