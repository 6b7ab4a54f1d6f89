/** Holds the private chats: finds, changes and ends them, and writes into them. */
import {privateWith, traitsOf} from '../../../protocol/conversation-kind.ts';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import {setText, textOf} from '../../../terminal/editor.ts';
import {setBar, withCleared} from '../command-bar/bar.ts';
import {PRIVATE_COMMAND} from '../command-bar/unsaved.ts';
import {keysOf} from '../keyboard/reminders.ts';
import type {Conversation} from '../model/conversation.ts';
import type {Effect} from '../model/effect.ts';
import type {PrivateChat} from '../model/private-chat.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';
import {change, conversationOf, partnerIn} from './conversations.ts';
import {say} from './saying.ts';
import {backwards} from './window.ts';

/** Maximum messages that wait for the partner's client, and maximum UTF-16 units of them. */
const MAX_UNRECEIVED = {messages: 900, units: 512 * 1024} as const;

/** Before the user's key and the pinned ones are read: a changed key would pass for a new one. */
export const NOT_READY = safeText`Your key for private chats is not ready yet; try again in a moment.`;

/** Finds the private chat by the server's id of it. */
export function privateChatBy({privateChats}: State, id: string): PrivateChat | undefined {
	return [...privateChats.values()].find(({chat}) => chat === id);
}

/** @returns the private chat of this conversation; undefined once it is over, and in conversations of other kinds */
export function privateChatIn(state: State, id: ConversationId): PrivateChat | undefined {
	const user = traitsOf(id).isStored ? undefined : partnerIn(state, id);
	return user && state.privateChats.get(user);
}

export function withPrivateChat(state: State, chat: PrivateChat): State {
	return {...state, privateChats: new Map(state.privateChats).set(chat.user, chat)};
}

export function withoutPrivateChat(state: State, user: UserName): State {
	const privateChats = new Map(state.privateChats);
	privateChats.delete(user);
	return {...state, privateChats};
}

/** Connects after the yes. The text that was typed with the invitation is the first that waits for the channel. */
export function connecting(state: State, chat: PrivateChat): State {
	const {first, ...rest} = chat;
	const id = privateWith(chat.user);
	const known = withPrivateChat(state, {...rest, status: 'connecting'});
	const told = say(known, [safeText`Connecting to ${chat.user}…`], 'quiet', id);
	return first === undefined ? told : queued(told, id, first);
}

/**
 * Accepts an invitation. A channel with the same user that is still there is replaced: their client has lost it. The text of the
 * user's own invitation goes along.
 */
export function accept(state: State, {chat, user}: Pick<PrivateChat, 'chat' | 'user'>): Step {
	const old = state.privateChats.get(user);
	const first = old?.status === 'inviting' ? old.first : undefined;
	const isReplaced = old !== undefined && old.status !== 'inviting';
	const free = isReplaced ? ended(state, old, safeText`${user} has invited you anew`) : state;
	const accepted = connecting(free, {
		chat,
		user,
		isInviter: false,
		status: 'connecting',
		...(first !== undefined && {first}),
	});
	return step(accepted, ...(isReplaced ? closing(old, 'ended') : []));
}

/** @returns why the conversation takes no text now; undefined where it does, also in conversations of other kinds */
export function sendingFault(state: State, id: ConversationId): SafeText | undefined {
	if (traitsOf(id).isStored) return undefined;
	const user = partnerIn(state, id) ?? '';
	const chat = privateChatIn(state, id);
	if (!chat) return safeText`Your private chat with ${user} is over; /private ${user} invites again.`;
	if (chat.status === 'inviting') return safeText`${user} has not answered yet; the text stays.`;
	const waiting = conversationOf(state, id).queued.filter(({problem}) => problem === undefined);
	const units = waiting.reduce((sum, {text}) => sum + text.length, 0);
	const isFull = waiting.length >= MAX_UNRECEIVED.messages || units >= MAX_UNRECEIVED.units;
	return isFull ? safeText`Too much waits for ${user} already; wait until it has arrived.` : undefined;
}

/** Queues a message until the partner's client has it, and sends it over the channel. @param text valid by textFault */
export function sendPrivately(state: State, id: ConversationId, text: string): Step {
	const next = queued(state, id, text);
	const chat = privateChatIn(state, id);
	const message = conversationOf(next, id).queued.at(-1);
	if (!chat || !message || chat.status === 'connecting' || chat.status === 'inviting') return step(next);
	return step(next, tellText(chat, message));
}

function queued(state: State, id: ConversationId, text: string): State {
	const {device, start, next} = state.ids;
	const message = {id: `${device}.${start}.${next}`, at: state.now, text};
	return change({...state, ids: {...state.ids, next: next + 1}}, id, before => ({
		...before,
		queued: [...before.queued, message],
		activeAt: state.now,
		anchor: 'end',
	}));
}

/** Returns the effects that send what was written while the channel was being opened. */
export function tellWaiting(state: State, chat: PrivateChat): readonly Effect[] {
	const {queued} = conversationOf(state, privateWith(chat.user));
	return queued.filter(({problem}) => problem === undefined).map(message => tellText(chat, message));
}

function tellText({chat}: PrivateChat, {id, at, text}: Conversation['queued'][number]): Effect {
	return {type: 'tellPeer', chat, message: {type: 'text', id, text, at}};
}

/** Returns the effects that tell the partners up to which message the user has read. */
export function privateMarks(state: State, {id, read, window}: Conversation): readonly Effect[] {
	const chat = privateChatIn(state, id);
	const last = [...backwards(window)].find(({sequence, from}) => sequence <= read && from === chat?.user);
	return chat && last ? [{type: 'tellPeer', chat: chat.chat, message: {type: 'read', id: last.id}}] : [];
}

/**
 * Ends a private chat, or an invitation, and says why in its conversation and in the open one. Messages that the partner's client
 * has not received become failed ones; the text that was typed with an invitation comes back.
 */
export function ended(state: State, chat: PrivateChat, why: SafeText): State {
	const gone = withoutPrivateChat(state, chat.user);
	const id = privateWith(chat.user);
	const invited = chat.status === 'inviting';
	if (invited) return giveBack(say(gone, [why]), chat);
	const failed = change(say(gone, [why], 'info', id), id, before => withFailed(before));
	return state.open === id ? failed : say(failed, [why]);
}

function withFailed(before: Conversation): Conversation {
	const problem = safeText`the private chat has ended.`;
	const queued = before.queued.map(message => ({problem, ...message}));
	return {...before, queued, typing: new Map()};
}

/** Puts the text of an invitation that came to nothing back into the empty bar; else Ctrl-Y finds it. */
export function giveBack(state: State, {user, first, from}: PrivateChat): State {
	if (first === undefined) return state;
	const line = `/${PRIVATE_COMMAND.name} ${user} ${first}`;
	if (state.open === from && textOf(state.bar) === '') return setBar(state, setText(state.bar, line));
	return say(withCleared(state, line), [
		safeText`What you wrote to ${user} comes back with ${keysOf('bar', 'bringBack')}.`,
	]);
}

/** Ends a private chat, or withdraws an invitation, at the user's wish. */
export function stop(state: State, chat: PrivateChat): Step {
	const {user} = chat;
	const isInvitation = chat.status === 'inviting';
	const text = isInvitation
		? safeText`You withdrew your invitation to ${user}`
		: safeText`You ended the private chat with ${user}`;
	return step(ended(state, chat, text), ...closing(chat, 'ended'), ...endRequest(chat));
}

/**
 * Returns the request that tells the server that a chat is over. An invitation still on its way has no id yet.
 * @param why `otherKey`: the partner's key is not the pinned one, which the partner is told
 */
export function endRequest({chat}: Pick<PrivateChat, 'chat'>, why?: 'otherKey'): readonly Effect[] {
	return chat === '' ? [] : [{type: 'request', request: {type: 'endPrivate', chat, ...(why && {why})}}];
}

/** Returns the effect that closes the channel; an invitation has none. */
export function closing({chat, status}: PrivateChat, why: 'ended' | 'signedOut'): readonly Effect[] {
	return status === 'inviting' ? [] : [{type: 'closeChannel', chat, why}];
}
