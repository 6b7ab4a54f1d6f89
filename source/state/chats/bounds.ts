/** Bounds the announcements that the client holds, so that no server can fill its memory. */
import {MAX_CHATS, MAX_CONVERSATIONS, MAX_PROPOSALS, MAX_PRIVATE_CHATS} from '../../../protocol/bounds.ts';
import type {Announcement} from '../../../protocol/index.ts';
import {traitsOf} from '../../../protocol/conversation-kind.ts';
import type {Conversation} from '../model/conversation.ts';
import type {State} from '../model/state.ts';
import {NOTHING} from './window.ts';

/** Maximum members of a conversation whose cursors and typing are held. */
export const MAX_OTHERS = 1000;
export const MAX_TYPING = 100;
/** Maximum UTF-16 units of messages received before those of closed conversations are dropped. */
export const MAX_HEARD = 64 * 1024 * 1024;

/** Checks whether an announcement would exceed the bounds of conversations, proposals or chat sessions. */
export function isBeyond(
	{conversations, proposals, chats, pendingDialogs}: State,
	announcement: Announcement,
): boolean {
	if (announcement.type === 'asked') return proposals.length >= MAX_PROPOSALS;
	if (announcement.type === 'privateInvited' && announcement.purpose === 'chat')
		return pendingDialogs.length >= MAX_PROPOSALS + MAX_PRIVATE_CHATS;
	if (announcement.type === 'chatStarted' && chats.size >= MAX_CHATS) return true;
	const isNew = 'conversation' in announcement && !conversations.has(announcement.conversation);
	return isNew && conversations.size >= MAX_CONVERSATIONS;
}

/** Returns the map with the entry, unless it is new and the map holds `max` entries already. */
export function withEntry<K, V>(all: ReadonlyMap<K, V>, key: K, value: V, max: number): ReadonlyMap<K, V> {
	return all.size >= max && !all.has(key) ? all : new Map(all).set(key, value);
}

/**
 * Counts a received message; after {@link MAX_HEARD} only the open conversation keeps its messages. The others
 * fetch theirs again.
 * @param length UTF-16 units of the message
 */
export function countReceived(state: State, length: number): State {
	const sum = state.receivedUnits + length;
	if (sum <= MAX_HEARD) return {...state, receivedUnits: sum};
	const conversations = new Map(
		[...state.conversations].map(([id, one]) => [id, id === state.open ? one : withoutMost(one)]),
	);
	return {...state, conversations, receivedUnits: 0};
}

/** Drops what can be fetched again; of a private chat, which nobody else has, all but the newest messages. */
function withoutMost(conversation: Conversation): Conversation {
	const {id, window} = conversation;
	return {...conversation, window: traitsOf(id).isStored ? NOTHING : {chunks: window.chunks.slice(-1)}};
}
