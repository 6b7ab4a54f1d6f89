/** What must hold of the rules' own books whatever happened, seen without the simple chat. */
import {isRoom, participants} from '../../../protocol/conversation-kind.ts';
import {LOBBY, type UserName} from '../../../protocol/names.ts';
import type {JournaledEvent} from '../../../server/chat/event.ts';
import {messagesIn} from '../../../server/chat/messages/messages-in.ts';
import type {Conversation} from '../../../server/chat/conversations/conversation.ts';
import {ownerOf} from '../../../server/chat/room-roles.ts';
import type {State} from '../../../server/chat/state.ts';

/** A sentence for everything that is out of order. */
export function disorder(state: State): string[] {
	return [
		...[...state.conversations.byId.values()].flatMap(each => [...inConversation(state, each)]),
		...amongPeople(state),
		...inPrivate(state),
		...inIndexes(state),
	];
}

function* inConversation({presence: present, serverInfo}: State, room: Conversation) {
	const {id, last, members, chats, chat, rights} = room;
	if (isRoom(id) && id !== LOBBY && members.size > 0 && !members.has(ownerOf(room) ?? ('' as UserName)))
		yield `${id} has no owner among its members`;
	const stray = rights?.operators.find(user => !members.has(user) || user === rights.owner);
	if (stray !== undefined) yield `${stray} is an operator of ${id} in vain`;
	for (const [user, {delivered, read, after}] of members) {
		const right = read >= 0 && read <= delivered && delivered <= last && after <= last;
		if (!right) yield `${user} has cursors ${read} ${delivered} of ${last} in ${id}`;
		if (!isRoom(id) && !participants(id).includes(user)) yield `${user} is a stranger in ${id}`;
	}

	for (const {number, after, upTo = last} of chats.values()) {
		if (number > serverInfo.chats || after > upTo || upTo > last)
			yield `chat ${number} is out of bounds in ${id}`;
	}

	const open = [...chats.values()].filter(each => each.upTo === undefined);
	if (open.length > 1 || open[0] !== chat) yield `${open.length} chat sessions are open in ${id}`;
	const absent = chat ? [...members.keys()].filter(user => !present.byUser.has(user)) : [];
	if (absent.length > 0) yield `${absent.join()} is absent from the open chat session in ${id}`;
}

function* amongPeople({relationships: {blocked, friends, proposals}}: State) {
	const blocks = (one: UserName, other: UserName) =>
		blocked.get(one)?.has(other) || blocked.get(other)?.has(one);
	for (const [one, others] of friends) {
		for (const other of others) {
			if (!friends.get(other)?.has(one)) yield `${one} is a friend of ${other} alone`;
			if (blocks(one, other)) yield `${one} and ${other} are friends across a block`;
		}
	}

	for (const {from, to} of proposals.values()) {
		if (from === to || blocks(from, to)) yield `a proposal of ${from} waits for ${to}`;
	}
}

function* inPrivate({
	privateChats: {byId, ofUser, relays},
	presence,
	relationships: {blocked, friends},
}: State) {
	for (const {chat, from, to, script, purpose, accepted, secrets} of byId.values()) {
		for (const [user, other] of [
			[from, to],
			[to, from],
		] as const) {
			if (!ofUser.get(user)?.has(chat)) yield `${user} does not know of the private chat with ${other}`;
			const isHere =
				user === from && script !== undefined ? presence.sessions.has(script) : presence.byUser.has(user);
			if (!isHere) yield `${user} is absent from the private chat with ${other}`;
			if (blocked.get(user)?.has(other)) yield `${user} has a private chat with ${other} across a block`;
		}

		if (purpose === 'exchange' && !friends.get(from)?.has(to))
			yield `${from} and ${to} have an exchange and are no friends`;
		if (purpose === 'chat' && script !== undefined) yield `a script of ${from} has a private chat`;
		if (accepted !== secrets.length > 0) yield `${secrets.length} secrets of ${from} and ${to}`;
	}

	for (const [hash, {chat}] of relays)
		if (!byId.get(chat)?.secrets.includes(hash)) yield `a secret for a private chat that is over`;
}

function* inIndexes({conversations: {byId, ofUser, ofChat}, serverInfo}: State) {
	for (const [user, own] of ofUser) {
		for (const {id} of own) if (!byId.get(id)?.members.has(user)) yield `${user} is listed in ${id}`;
	}

	const sessions = [...byId.values()].flatMap(({id, chats}) =>
		[...chats.keys()].map(number => ({id, number})),
	);
	if (sessions.length !== serverInfo.chats || ofChat.size !== serverInfo.chats)
		yield 'a chat session has no number of its own';
	for (const {id, number} of sessions)
		if (ofChat.get(number) !== id) yield `chat ${number} is not found in ${id}`;
}

/** What the journal would not bear: a conversation whose numbers have gaps, a message in the wrong chat session. */
export function gaps(journal: readonly JournaledEvent[], {conversations: {byId}}: State): string[] {
	const last = new Map<string, number>();
	const placed = journal.flatMap(messagesIn);
	const wrong = placed.filter(({conversation, message: {sequence, chat}}) => {
		const follows = sequence === (last.get(conversation) ?? 0) + 1;
		last.set(conversation, sequence);
		const sessions = [...(byId.get(conversation)?.chats.values() ?? [])];
		const session = sessions.find(({after, upTo = Infinity}) => after < sequence && sequence <= upTo);
		return !follows || session?.number !== chat;
	});
	const cutOff = [...byId.values()].filter(each => each.last !== (last.get(each.id) ?? 0));
	return [
		...wrong.map(({conversation, message}) => `${conversation} ${message.sequence}`),
		...cutOff.map(({id}) => `${id} ends early`),
	];
}
