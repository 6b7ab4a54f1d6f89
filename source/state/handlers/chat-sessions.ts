/** Handles chat sessions: their announcements and the replies about them. */
import {counted} from '../../../protocol/counted.ts';
import {notify} from '../presence/notify.ts';
import type {AnnouncementOf} from '../../../protocol/index.ts';
import type {UserName} from '../../../protocol/names.ts';
import type {Chat} from '../../../protocol/chat-sessions.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import {change, changeAll, partnerIn} from '../chats/conversations.ts';
import {openAwaited} from '../actions/arriving.ts';
import {switchTo} from '../chats/opening.ts';
import {answer, say} from '../chats/saying.ts';
import {sessionOver, withSessions} from '../chats/sessions.ts';
import type {State} from '../model/state.ts';
import type {Conversation} from '../model/conversation.ts';
import {step, type Step} from '../model/step.ts';
import type {Announced, Replies} from './tables.ts';
import {keysOf} from '../keyboard/reminders.ts';

type Ended = AnnouncementOf<'chatEnded'>['why'];

const endings: Readonly<Record<Ended, (who: UserName) => SafeText>> = {
	ended: who => safeText`ended by ${who}`,
	signedOut: who => safeText`ended: ${who} signed out`,
	vanished: who => safeText`ended: ${who} lost the connection`,
};

function chatBegan(state: State, chat: Chat): State {
	const {number, conversation, since} = chat;
	const known = {...state, chats: new Map(state.chats).set(number, chat)};
	return change(known, conversation, before => ({
		...withSessions(before, [{number, since: state.now, after: before.last}]),
		activeAt: Math.max(before.activeAt, since),
	}));
}

/**
 * Ends a chat session, with a notice in its conversation.
 * @param how the rest of the notice, after the name of the chat session
 */
export function chatOver(state: State, number: number, how: SafeText): State {
	const chat = state.chats.get(number);
	if (!chat) return state;
	const chats = new Map(state.chats);
	chats.delete(number);
	return change({...state, chats}, chat.conversation, over(chat, state.now, how));
}

/** Sets the open chat sessions that the server sends at sign-in; the others ended while the link was down. */
export function chatsAre(state: State, chats: readonly Chat[]): State {
	const open = new Map(chats.map(chat => [chat.number, chat]));
	const gone = [...state.chats.values()].filter(({number}) => !open.has(number));
	const told = gone.map(chat => [chat.conversation, over(chat, state.now)] as const);
	return {...changeAll(state, told), chats: open};
}

function over(chat: Chat, now: number, how?: SafeText) {
	return (before: Conversation): Conversation => sessionOver(before, chat, now, how);
}

/**
 * Starts a chat session that the other user requested. It opens only where no conversation is open: a user who is
 * writing to another user must not send the next line to this one.
 */
function chatStarted(state: State, chat: AnnouncementOf<'chatStarted'>): Step {
	const {type: _type, own, ...began} = chat;
	const known = chatBegan(state, began);
	const {number, user} = chat;
	if (own)
		return step(say(known, [safeText`You started chat #${number} with ${user} on another screen`], 'quiet'));
	const news = safeText`${user} started a chat with you`;
	if (state.open === undefined) return notify(switchTo(known, chat.conversation), news);
	if (state.open === chat.conversation) return notify(known, news);
	const told = safeText`chat #${number} with ${user} started; /chat ${user} or ${keysOf('bar', 'jump')} goes there`;
	return notify(say(known, [told]), news);
}

export const chatSessionAnnouncements: Announced<'chatStarted' | 'chatEnded'> = {
	chatStarted,
	chatEnded: (state, {number, why, user}) => step(chatOver(state, number, endings[why](user))),
};

export const chatSessionReplies: Replies<'openChat' | 'endChat' | 'findChat'> = {
	openChat: (state, {reply}) => openAwaited(chatBegan(state, reply), reply.conversation),
	/** Adds a notice where the user typed the command, too, if that is another conversation. */
	endChat(state, {reply: {number, conversation}, shownIn}) {
		if (!state.me) return step(state);
		const how = endings.ended(state.me.user);
		const ended = chatOver(state, number, how);
		if ((shownIn ?? state.open) === conversation) return step(ended);
		const other = partnerIn(state, conversation) ?? '';
		return step(answer(ended, [safeText`chat #${number} with ${other} ${how}`], 'info', shownIn));
	},
	findChat(state, {reply: {number, conversation, after, upTo}}) {
		const count = upTo - after;
		const statusMessage =
			count > 0
				? safeText`chat #${number}: ${counted(count, 'message')} from the top`
				: safeText`Nothing was said in chat #${number}.`;
		return openAwaited({...state, statusMessage}, conversation, count > 0 ? after + 1 : undefined);
	},
};
