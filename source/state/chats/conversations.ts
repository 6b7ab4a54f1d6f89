/** Creates, looks up and changes conversations; computes their unread counts and delivery marks. */
import {MAX_RECEIPTS} from '../../../protocol/bounds.ts';
import {partner, traitsOf} from '../../../protocol/conversation-kind.ts';
import {directConversation, LOBBY, type ConversationId, type UserName} from '../../../protocol/names.ts';
import {countAfter, skipOwn, runsAfter, withOwn} from '../../../protocol/own-message-runs.ts';
import type {Chat} from '../../../protocol/chat-sessions.ts';
import {EMPTY} from '../../../terminal/editor.ts';
import type {Conversation, Notice, Message} from '../model/conversation.ts';
import type {State} from '../model/state.ts';
import {messageAt, NOTHING} from './window.ts';

const MAX_NOTICES = 100;
const NO_QUOTES: Conversation['quoted'] = new Map();

export function newConversation(id: ConversationId): Conversation {
	return {
		id,
		last: 0,
		delivered: 0,
		read: 0,
		mentions: [],
		own: [],
		activeAt: 0,
		markDue: false,
		others: new Map(),
		window: NOTHING,
		revision: 0,
		newest: 0,
		pins: [],
		quoted: NO_QUOTES,
		changing: [],
		queued: [],
		notices: [],
		sessions: [],
		anchor: 'end',
		absenceTold: false,
		typing: new Map(),
		draft: EMPTY,
	};
}

/** Messages in the lobby below which its first lines still say what can be done. */
const FEW = 5;

/** Checks whether the conversation is the lobby, with few messages or none. */
export function isNewLobby({id, last}: Conversation): boolean {
	return id === LOBBY && last < FEW;
}

/** Checks whether nothing was ever said there, nor waits to be sent. */
export function isEmpty({last, queued}: Conversation): boolean {
	return last === 0 && queued.length === 0;
}

/** Returns the conversation, or a new empty one. */
export function conversationOf(state: State, id: ConversationId): Conversation {
	return state.conversations.get(id) ?? newConversation(id);
}

export function openConversation(state: State): Conversation | undefined {
	return state.open === undefined ? undefined : conversationOf(state, state.open);
}

export function change(
	state: State,
	id: ConversationId,
	how: (conversation: Conversation) => Conversation,
): State {
	const before = state.conversations.get(id);
	const after = how(before ?? newConversation(id));
	if (after === before) return state;
	return {...state, conversations: new Map(state.conversations).set(id, after)};
}

/** Changes several conversations with one copy of the list: there may be tens of thousands. */
export function changeAll(
	state: State,
	changes: Iterable<readonly [ConversationId, (conversation: Conversation) => Conversation]>,
): State {
	const conversations = new Map(state.conversations);
	for (const [id, how] of changes) conversations.set(id, how(conversations.get(id) ?? newConversation(id)));
	return {...state, conversations};
}

/** Returns the message that is selected, as the server has it. */
export function selectedIn(state: State): Message | undefined {
	const here = openConversation(state);
	const {selected} = state;
	if (!here || selected?.conversation !== here.id) return undefined;
	return messageAt(here.window, selected.sequence);
}

/** Clears the typing mark of a user, who has sent or changed a message. */
export function notTyping(conversation: Conversation, user: UserName): Conversation {
	if (!conversation.typing.has(user)) return conversation;
	const typing = new Map(conversation.typing);
	typing.delete(user);
	return {...conversation, typing};
}

/** Returns the conversation without some of its optional fields. */
export function without(
	conversation: Conversation,
	...keys: ReadonlyArray<'goTo' | 'loading' | 'newAfter' | 'catchingUp' | 'unfolded'>
): Conversation {
	if (!keys.some(key => key in conversation)) return conversation;
	const rest = {...conversation};
	// eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the keys are those of the type
	for (const key of keys) delete rest[key];
	return rest;
}

export function withNotice(conversation: Conversation, notice: Omit<Notice, 'after'>): Conversation {
	const notices = [...conversation.notices, {...notice, after: conversation.last}];
	return {...conversation, notices: notices.slice(-MAX_NOTICES)};
}

/**
 * Returns the other user of a direct conversation.
 * @returns undefined in rooms and broadcasts, or before sign-in
 */
export function partnerIn(state: State, id: ConversationId): UserName | undefined {
	return state.me && partner(id, state.me.user);
}

/**
 * Returns the direct conversation with a user.
 * @returns undefined before sign-in
 */
export function directWith(state: State, user: UserName): ConversationId | undefined {
	return state.me && directConversation(state.me.user, user);
}

/** Returns the open chat session of a conversation. */
export function chatIn({chats}: State, id: ConversationId): Chat | undefined {
	return [...chats.values()].find(({conversation}) => conversation === id);
}

/**
 * Checks whether a message is hidden because its sender is blocked: the server sent no text, or it came before the
 * block.
 */
export function isHidden(
	blocked: State['blocked'],
	id: ConversationId,
	{from, hidden = false}: Pick<Message, 'from' | 'hidden'>,
): boolean {
	return hidden || (traitsOf(id).hidesBlocked && blocked.has(from));
}

export function topicIs(state: State, room: ConversationId, topic: string): State {
	return change(state, room, withTopic(topic));
}

export function withTopic(topic: string) {
	return (room: Conversation): Conversation => ({...room, topic});
}

/** Moves the read cursor up to `sequence`; it never moves back. */
export function readTo(conversation: Conversation, sequence: number): Conversation {
	const read = skipOwn(conversation.own, Math.max(conversation.read, sequence));
	return {
		...conversation,
		read,
		mentions: conversation.mentions.filter(one => one > read),
		own: runsAfter(conversation.own, read),
	};
}

/** Records that the message at this sequence is the user's own. */
export function withOwnAt(conversation: Conversation, sequence: number): Conversation {
	return readTo({...conversation, own: withOwn(conversation.own, sequence)}, 0);
}

/** Counts unread messages of other users, as far as is known. */
export function unreadOf({own, read, last}: Conversation): number {
	return Math.max(0, last - read - countAfter(own, read));
}

/** Counts the unread messages that the list and the status line tell: of a muted conversation, mentions alone; of a closed one, none. */
export function countedUnread(conversation: Conversation): number {
	if (isClosed(conversation)) return 0;
	const {settings, mentions} = conversation;
	return settings?.muted ? mentions.length : unreadOf(conversation);
}

/** Checks whether the list leaves the conversation out: nothing was said since the user has closed it. */
export function isClosed({settings, last}: Conversation): boolean {
	return settings?.closed !== undefined && last <= settings.closed;
}

export type Mark = 'queued' | 'failed' | 'stored' | 'delivered' | 'read';

/**
 * Returns the delivery mark of the user's message at `sequence`: the least of its recipients. In a larger room it
 * is always `stored`.
 */
export function markOf(conversation: Conversation, sequence: number): Mark {
	const others = [...conversation.others.values()];
	if (others.length === 0 || others.length > MAX_RECEIPTS) return 'stored';
	if (others.every(({read}) => read >= sequence)) return 'read';
	return others.every(({delivered}) => delivered >= sequence) ? 'delivered' : 'stored';
}

/** Counts queued messages that the server has not stored; those of private chats are not for the server. */
export function unsentOf(state: State): number {
	let count = 0;
	for (const {id, queued} of state.conversations.values())
		if (traitsOf(id).isStored) for (const {problem} of queued) if (problem === undefined) count++;
	return count;
}

/** Counts queued messages that the partners of private chats have not received. */
export function unreceivedOf({conversations}: State): number {
	let count = 0;
	for (const {id, queued} of conversations.values())
		if (!traitsOf(id).isStored) for (const {problem} of queued) if (problem === undefined) count++;
	return count;
}

/** Counts failed messages that outlive the client. */
export function failedIn({conversations}: State): number {
	let count = 0;
	for (const {id, queued} of conversations.values())
		if (traitsOf(id).isStored) for (const {problem} of queued) if (problem !== undefined) count++;
	return count;
}
