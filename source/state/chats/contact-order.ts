/** Orders the chats of the list in groups: pinned, unread on request, rooms, people, who is offline, own notes. */
import {kindOf, traitsOf, type ConversationKind} from '../../../protocol/conversation-kind.ts';
import {LOBBY, type ConversationId} from '../../../protocol/names.ts';
import {textOf} from '../../../terminal/editor.ts';
import type {Conversation} from '../model/conversation.ts';
import type {Person, State} from '../model/state.ts';
import {countedUnread, directWith, isClosed, isEmpty} from './conversations.ts';

/** The groups, top to bottom, by their headings. */
export type Group = 'Pinned' | 'Unread' | 'Rooms' | 'People' | 'Offline' | 'You';
type Grouped = ReadonlyArray<readonly [Group, readonly ConversationId[]]>;

/** Returns the conversations in the order of the list, including direct conversations without a message. */
export function contactOrder(state: State): readonly ConversationId[] {
	return contactGroups(state).flatMap(([, ids]) => ids);
}

/**
 * Groups the conversations of the list. In the group of people, those with messages come first, newest first, then who is here; users
 * without a message who are offline have a group of their own.
 */
export function contactGroups(state: State): Grouped {
	const me = state.me?.user;
	if (me === undefined) return [];
	const {room, broadcasts, direct, private: kept} = byKind(state);
	const talks = [...direct, ...kept].sort((a, b) => b.activeAt - a.activeAt || (a.id < b.id ? -1 : 1));
	const begun = new Set(direct.map(({id}) => id));
	const notes = directWith(state, me);
	const others = [...state.people.values()].filter(({user}) => user !== me).sort(byPresenceAndName);
	const conversationsWith = (people: readonly Person[]) =>
		people.flatMap(({user}) => directWith(state, user) ?? []).filter(id => !begun.has(id));
	const present = others.filter(({presence}) => presence !== 'offline');
	return lifted(state, [
		['Rooms', [...room.map(({id}) => id).sort(lobbyFirst), ...broadcasts.map(({id}) => id)]],
		['People', [...talks.map(({id}) => id), ...conversationsWith(present)]],
		['Offline', conversationsWith(others.slice(present.length))],
		['You', notes === undefined ? [] : [notes]],
	]);
}

/**
 * Lifts the pinned conversations to the top, in the order in which they were pinned, and below them, if the user wants that, those with
 * unread messages: first mentions, then direct messages; leaves out those that are closed.
 */
function lifted({conversations, open, settings}: State, groups: Grouped): Grouped {
	const pinned: ConversationId[] = [];
	const unread: ConversationId[] = [];
	const pinnedAt = (id: ConversationId) => conversations.get(id)?.settings?.pinned ?? 0;
	const stays = (id: ConversationId) => {
		const conversation = conversations.get(id);
		if (!conversation) return true;
		if (id !== open && isClosed(conversation)) return false;
		if (conversation.settings?.pinned !== undefined) pinned.push(id);
		else if (settings.unreadFirst && id !== open && countedUnread(conversation) > 0) unread.push(id);
		else return true;
		return false;
	};

	const rest = groups.map(([group, ids]) => [group, ids.filter(stays)] as const);
	const rankOf = (id: ConversationId) =>
		conversations.get(id)?.mentions.length ? 0 : traitsOf(id).countsMentions ? 2 : 1;
	pinned.sort((one, other) => pinnedAt(one) - pinnedAt(other));
	unread.sort((one, other) => rankOf(one) - rankOf(other));
	return [['Pinned', pinned], ['Unread', unread], ...rest];
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
