/** Decides on messages: sending, broadcasting, history, read cursors, receipts and typing. */
import {hash} from 'node:crypto';
import {partner, traitsOf} from '../../../protocol/conversation-kind.ts';
import {broadcastsOf, type ConversationId, type UserName} from '../../../protocol/names.ts';
import {mentionedIn} from '../../../protocol/mentions.ts';
import {refuse, type Refusal} from '../../../protocol/refusals.ts';
import {textFault} from '../../../protocol/text.ts';
import type {Message} from '../../../protocol/messages.ts';
import {isDeleted} from '../roles.ts';
import {messageFor} from '../conversations/hiding.ts';
import {blockersAmong, hasBlocked, isBlocked, membersOf, peopleOn, seemsOffline} from '../people.ts';
import {answer, type MemberRule} from '../rule.ts';
import {deviceOf, type Outcome} from './slice.ts';
import type {Conversation} from '../conversations/conversation.ts';
import type {EventOf} from '../event.ts';
import type {State} from '../state.ts';
import {closedTo} from '../conversations/access.ts';
import {uploaded} from '../uploaded.ts';
import {chatsWithin} from '../chat-sessions/rules.ts';

const NOBODY: readonly UserName[] = [];

/** @returns a refusal, or undefined where `user` may write into the conversation */
export function silenced(state: State, conversation: ConversationId, user: UserName): Refusal | undefined {
	if (!traitsOf(conversation).isWritable) return refuse('readOnly');
	const other = partner(conversation, user);
	if (other !== undefined && isDeleted(state, other)) return refuse('userDeleted', {user: other});
	return other !== undefined && hasBlocked(state, other, user)
		? refuse('blockedYou', {user: other})
		: undefined;
}

/** Hashes the content of a message, so that a repeat is distinguished from another text under the same id. */
export function contentHash(place: string, text: string): string {
	return hash('sha256', `${place}\0${text}`, 'base64url').slice(0, 22);
}

/** @returns the first outcome of a repeated message, a refusal for another text under its id, or undefined for a new message */
export function earlier(
	state: State,
	from: UserName,
	id: string,
	content: string,
): Outcome | Refusal | undefined {
	const before = state.devices.get(from)?.get(deviceOf(id))?.get(id);
	return before && before.hash !== content ? refuse('idReused') : before;
}

function nextSequence(state: State, conversation: ConversationId): number {
	return (state.conversations.byId.get(conversation)?.last ?? 0) + 1;
}

/** Lists the recipients who are offline, as the sender sees them. */
function waitsFor(state: State, conversation: ConversationId, sender: UserName): UserName[] {
	const other = partner(conversation, sender);
	return other !== undefined && other !== sender && seemsOffline(state, other, sender) ? [other] : [];
}

/** Lists the members of a room whom the text mentions, without those who have blocked the sender. */
function mentionsIn(
	state: State,
	room: Conversation | undefined,
	from: UserName,
	text: string,
): readonly UserName[] {
	if (!room || !traitsOf(room.id).countsMentions) return NOBODY;
	return mentionedIn(text, room.members).filter(user => user !== from && !hasBlocked(state, user, from));
}

/** Lists the members of a room who have blocked the sender. */
function blockersIn(state: State, id: ConversationId, from: UserName): readonly UserName[] {
	if (!traitsOf(id).hidesBlocked || !isBlocked(state, from)) return NOBODY; // nearly always: a room may have very many members
	return blockersAmong(state, membersOf(state, id), from);
}

const send: MemberRule<'send'> = (state, {session}, request, {now, uptime, policy}) => {
	const {conversation, messageId: id, text, kind, replyTo, file: sha256} = request;
	const from = session.user;
	const fault = textFault(text);
	if (fault) return refuse(fault);
	const plain = kind === undefined && replyTo === undefined && sha256 === undefined;
	const more = plain ? '' : `${kind ?? ''}\0${replyTo ?? ''}\0${sha256 ?? ''}`;
	const content = contentHash(conversation, more + text);
	const before = earlier(state, from, id, content);
	if (before && 'refusal' in before) return before;
	const waits = () => waitsFor(state, conversation, from);
	if (before) return answer({sequence: before.sequence, at: before.at, waitsFor: waits()});
	const refusal = closedTo(state, conversation, from) ?? silenced(state, conversation, from);
	if (refusal) return refusal;
	const file = sha256 === undefined ? undefined : uploaded(state, from, sha256, {now, uptime, policy});
	if (file && 'refusal' in file) return file;
	const known = state.conversations.byId.get(conversation);
	const sequence = (known?.last ?? 0) + 1;
	const event: EventOf<'messageSent'> = {
		type: 'messageSent',
		conversation,
		sequence,
		id,
		from,
		at: now,
		text,
		hash: content,
	};
	if (known?.chat) event.chat = known.chat.number;
	if (kind !== undefined) event.kind = kind;
	if (replyTo !== undefined && replyTo < sequence) event.replyTo = replyTo;
	if (file) event.file = file;
	const mentions = mentionsIn(state, known, from, text);
	if (mentions.length > 0) event.mentions = mentions;
	const hiddenFrom = blockersIn(state, conversation, from);
	if (hiddenFrom.length > 0) event.folded = hiddenFrom;
	return {events: [event], reply: () => ({sequence, at: now, waitsFor: waits()})};
};

/**
 * Sends a broadcast to the sender and every user online. `missed` counts users who have blocked the sender whether they are online or
 * not, and a repeat gets the first outcome, so neither reveals who is online now.
 */
const broadcast: MemberRule<'broadcast'> = (state, {session}, {messageId: id, text}, {now}) => {
	const from = session.user;
	const fault = textFault(text);
	if (fault) return refuse(fault);
	const content = contentHash('!', text);
	const before = earlier(state, from, id, content);
	if (before && 'refusal' in before) return before;
	const reachable = peopleOn(state, from).filter(user => user !== from);
	const missed = isBlocked(state, from);
	if (before) {
		const {conversation, sequence, at, reached = reachable.length} = before;
		return answer({conversation, sequence, at, reached, missed: before.missed ?? missed});
	}

	const to = [from, ...reachable]
		.map(broadcastsOf)
		.map(conversation => ({conversation, sequence: nextSequence(state, conversation)}));
	const own = {conversation: broadcastsOf(from), sequence: nextSequence(state, broadcastsOf(from))};
	return {
		events: [{type: 'broadcastSent', id, from, at: now, text, hash: content, to, missed}],
		reply: () => ({...own, at: now, reached: reachable.length, missed}),
	};
};

const history: MemberRule<'history'> = (state, {session}, {conversation, after, before, limit}) => {
	const closed = closedTo(state, conversation, session.user);
	if (closed) return closed;
	const known = state.conversations.byId.get(conversation);
	const {last = 0, first = 1, revision = 0} = known ?? {};
	const end = before === undefined && after !== undefined ? 'oldest' : 'newest';
	const upTo = Math.min(before ?? last + 1, last + 1); // later messages are not part of this reply
	const kept = first > 1 ? Math.max(after ?? 0, first - 1) : after;
	const range = {after: kept, before: upTo, limit, end} as const;
	const chats = known ? chatsWithin(known, range) : [];
	const shown = (message: Message) => messageFor(state, session.user, conversation, message);
	return {
		events: [],
		reply: async logs => ({
			messages: last < first ? [] : (await logs.read(conversation, range)).map(shown),
			last,
			...(first > 1 && {first}),
			...(revision > 0 && {revision}),
			...(chats.length > 0 && {chats}),
		}),
	};
};

/** Moves the user's read cursors, forward only and never past the last message. A script moves none. */
const mark: MemberRule<'mark'> = (state, {session}, {conversation: id, delivered = 0, read = 0}) => {
	const closed = closedTo(state, id, session.user);
	if (closed) return closed;
	const conversation = state.conversations.byId.get(id);
	const member = conversation?.members.get(session.user);
	if (!conversation || !member || session.as === 'script') return answer({});
	const upTo = {
		delivered: Math.min(Math.max(delivered, read, member.delivered), conversation.last),
		read: Math.min(Math.max(read, member.read), conversation.last),
	};
	if (upTo.delivered === member.delivered && upTo.read === member.read) return answer({});
	return {events: [{type: 'marked', conversation: id, user: session.user, ...upTo}], reply: () => ({})};
};

const receipts: MemberRule<'receipts'> = (state, {session: {user}}, {conversation, sequence}) => {
	const members = state.conversations.byId.get(conversation)?.members;
	if (!members?.has(user)) return refuse('notYourConversation');
	const others = [...members].filter(([member, {after}]) => member !== user && after < sequence);
	const shown = others.filter(([member]) => !hasBlocked(state, member, user));
	return answer({
		members: others.length,
		delivered: shown.filter(([, {delivered}]) => delivered >= sequence).length,
		read: shown.filter(([, {read}]) => read >= sequence).length,
	});
};

const typing: MemberRule<'typing'> = (state, {session, connection}, {conversation}) => {
	const refusal = closedTo(state, conversation, session.user) ?? silenced(state, conversation, session.user);
	if (refusal) return refusal;
	return {events: [{type: 'typed', conversation, user: session.user, connection}], reply: () => ({})};
};

export const messageRules = {send, broadcast, history, mark, receipts, typing};
