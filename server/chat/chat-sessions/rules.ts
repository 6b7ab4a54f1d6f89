/** Decides on chat sessions: numbered intervals of a direct conversation. */
import {MAX_PAGE_CHATS} from '../../../protocol/bounds.ts';
import {partner} from '../../../protocol/conversation-kind.ts';
import {directConversation, type UserName} from '../../../protocol/names.ts';
import {refuse, type Refusal} from '../../../protocol/refusals.ts';
import type {Chat} from '../../../protocol/chat-sessions.ts';
import type {ChatEnd} from './events.ts';
import type {ChatEvent, EventOf} from '../event.ts';
import {hasBlocked, isOffline} from '../people.ts';
import {accountExists, answer, type Facts, type MemberRule, type PageRange} from '../rule.ts';
import type {ChatSession, Conversation} from '../conversations/conversation.ts';
import type {State} from '../state.ts';

/** @returns a refusal, or undefined where `user` may open a chat session or a private chat with `other` */
export function unreachable(state: State, user: UserName, other: UserName): Refusal | undefined {
	const refusal = barred(state, user, other);
	if (refusal) return refusal;
	if (isOffline(state, other)) return refuse('userOffline', {user: other});
	return state.presence.byUser.get(other)?.presence === 'busy'
		? refuse('userBusy', {user: other})
		: undefined;
}

/** @returns a refusal where the two may have nothing to do with each other */
export function barred(state: State, user: UserName, other: UserName): Refusal | undefined {
	if (user === other) return refuse('notYourself');
	if (!accountExists(state, other)) return refuse('noSuchUser', {user: other});
	if (hasBlocked(state, other, user)) return refuse('blockedYou', {user: other});
	return hasBlocked(state, user, other) ? refuse('alreadyBlocked', {user: other}) : undefined;
}

const openChat: MemberRule<'openChat'> = (state, {session: {user}}, {user: other}, {now: at}) => {
	const refusal = unreachable(state, user, other);
	if (refusal) return refusal;
	if (isOffline(state, user)) return refuse('notSignedIn'); // a script alone: its sign-out would not end the chat session
	const conversation = directConversation(user, other);
	const open = state.conversations.byId.get(conversation)?.chat;
	if (open) return refuse('chatOpen', {user: other, number: open.number});
	const number = state.serverInfo.chats + 1;
	return {
		events: [{type: 'chatStarted', number, conversation, from: user, to: other, at}],
		reply: () => ({number, conversation, user: other, since: at}),
	};
};

/** @returns the conversation of a chat session, or undefined if `user` does not take part in it */
function chatConversation(state: State, number: number, user: UserName): Conversation | undefined {
	const id = state.conversations.ofChat.get(number);
	const conversation = id === undefined ? undefined : state.conversations.byId.get(id);
	return conversation?.members.has(user) ? conversation : undefined;
}

const endChat: MemberRule<'endChat'> = (state, {session: {user}}, {number}, {now: at}) => {
	const conversation = chatConversation(state, number, user);
	if (conversation?.chat?.number !== number) return refuse('noSuchChat', {number});
	const {id} = conversation;
	return {
		events: [{type: 'chatEnded', number, conversation: id, user, why: 'ended', at}],
		reply: () => ({number, conversation: id}),
	};
};

const findChat: MemberRule<'findChat'> = (state, {session: {user}}, {number}) => {
	const conversation = chatConversation(state, number, user);
	const chat = conversation?.chats.get(number);
	if (!conversation || !chat) return refuse('noSuchChat', {number});
	return answer({
		number,
		conversation: conversation.id,
		after: chat.after,
		upTo: chat.upTo ?? conversation.last,
	});
};

/** Lists the chat sessions that began or ended in a range of messages, the newest {@link MAX_PAGE_CHATS}. */
export function chatsWithin(
	{chats}: Conversation,
	{after = 0, before, limit, end}: PageRange,
): ChatSession[] {
	const [first, last] =
		end === 'oldest' ? [after, after + limit] : [Math.max(after, before - 1 - limit), before - 1];
	const isThere = (at = -1) => at >= first && at <= last;
	const there = [...chats.values()].filter(chat => isThere(chat.after) || isThere(chat.upTo));
	return there.slice(-MAX_PAGE_CHATS).map(chat => ({...chat}));
}

/** Lists the open chat sessions of a user. */
export function chatsOf(state: State, user: UserName): Chat[] {
	const open: Chat[] = [];
	for (const {id, chat} of state.conversations.ofUser.get(user) ?? []) {
		if (!chat) continue;
		const other = partner(id, user);
		if (other !== undefined)
			open.push({number: chat.number, conversation: id, user: other, since: chat.since});
	}

	return open;
}

/** Ends the chat sessions of a user who leaves. */
export function endChatsOf(
	state: State,
	user: UserName,
	why: ChatEnd,
	at: number,
): Array<EventOf<'chatEnded'>> {
	return chatsOf(state, user).map(({number, conversation}) => ({
		type: 'chatEnded',
		number,
		conversation,
		user,
		why,
		at,
	}));
}

/** Begins, after a start of the server, the grace period of each user with an open chat session. */
export function awaitChatters(state: State, {now: at, uptime}: Pick<Facts, 'now' | 'uptime'>): ChatEvent[] {
	const open = [...state.conversations.byId.values()].filter(({chat}) => chat !== undefined);
	const users = new Set(open.flatMap(({members}) => [...members.keys()]));
	return [
		{type: 'started', at, uptime},
		...[...users].map(user => ({type: 'awaited', user, at, uptime}) as const),
	];
}

export const chatSessionRules = {openChat, endChat, findChat};
