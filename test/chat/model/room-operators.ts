/** What the simple chat answers to the operators of rooms, and to those who are none. */
import {LOBBY, type ConversationId, type UserName} from '../../../protocol/names.ts';
import {refuse, type Refusal} from '../../../protocol/refusals.ts';
import type {Rows} from './rows.ts';
import type {SimpleChat} from './simple-chat.ts';
import {notInRoom} from './why-not.ts';

type Requests = 'kickFromRoom' | 'banFromRoom' | 'unbanFromRoom' | 'roomBans' | 'setRoomOperator' | 'setRoom';

function noOperator(chat: SimpleChat, room: ConversationId, user: UserName): Refusal | undefined {
	const no = notInRoom(chat, room, user);
	if (no) return no;
	return chat.roleIn(room, user) ? undefined : refuse('notRoomOperator', {room});
}

function fault(chat: SimpleChat, room: ConversationId, by: UserName, user: UserName): Refusal | undefined {
	const no = noOperator(chat, room, by);
	if (no) return no;
	if (by === user) return refuse('notYourself');
	if (!chat.accounts.includes(user)) return refuse('noSuchUser', {user});
	const role = chat.roleIn(room, user);
	if (role === 'owner') return refuse('roomOwner', {user, room});
	const isEqual = role === 'operator' && chat.roleIn(room, by) === 'operator';
	return isEqual ? refuse('roomOperator', {user, room}) : undefined;
}

export const roomOperators: Rows<Requests> = {
	kickFromRoom(chat, {user: by}, {room, user, reason}) {
		const no = fault(chat, room, by, user);
		if (no) return no;
		if (!chat.members(room).includes(user)) return refuse('notInRoom', {user, room});
		chat.leaveRoom(room, user, {by, reason});
		return {};
	},
	banFromRoom(chat, {user: by}, {room, user, reason}) {
		const no = fault(chat, room, by, user);
		if (no) return no;
		if (chat.bannedFrom(room).includes(user)) return {removed: false};
		chat.facts.add(`${user} is banned from ${room}`);
		for (const question of chat.questions) {
			if (!question.endsWith(` asks ${user} invitation ${room}`)) continue;
			chat.questions.delete(question);
			chat.tell(
				[user, ...chat.accounts.filter(from => question.startsWith(`${from} `))],
				`withdrawn ${question}`,
			);
		}

		const removed = chat.members(room).includes(user);
		if (removed) chat.leaveRoom(room, user, {by, reason, banned: true});
		return {removed};
	},
	unbanFromRoom(chat, {user: by}, {room, user}) {
		const no = noOperator(chat, room, by);
		if (no) return no;
		return chat.facts.delete(`${user} is banned from ${room}`)
			? {}
			: refuse('notBannedFromRoom', {user, room});
	},
	roomBans: (chat, {user}, {room}) => noOperator(chat, room, user) ?? {users: chat.bannedFrom(room)},
	setRoomOperator(chat, {user: by}, {room, user, operator}) {
		const no = notInRoom(chat, room, by);
		if (no) return no;
		if (room === LOBBY) return refuse('lobbyOperators');
		const resigns = by === user && !operator;
		if (chat.roleIn(room, by) !== 'owner' && !resigns) return refuse('notRoomOwner', {room});
		if (!chat.members(room).includes(user)) return refuse('notInRoom', {user, room});
		const role = chat.roleIn(room, user);
		if (role === 'owner') return refuse('roomOwner', {user, room});
		if ((role === 'operator') === operator) return {};
		const operators = chat.operators.get(room) ?? [];
		chat.operators.set(room, operator ? [...operators, user] : operators.filter(each => each !== user));
		chat.tellScriptsToo(chat.members(room), `roomOperatorSet ${room} ${user} ${operator} by ${by}`);
		return {};
	},
	setRoom(chat, {user: by}, {room, private: isPrivate, guardedTopic}) {
		const no = noOperator(chat, room, by);
		if (no) return no;
		if (room === LOBBY && isPrivate) return refuse('lobbyStaysOpen');
		const changes = [
			...(isPrivate === undefined ? [] : [[`${room} is private`, isPrivate] as const]),
			...(guardedTopic === undefined ? [] : [[`${room} has a guarded topic`, guardedTopic] as const]),
		].filter(([fact, wanted]) => chat.facts.has(fact) !== wanted);
		for (const [fact, wanted] of changes) {
			if (wanted) chat.facts.add(fact);
			else chat.facts.delete(fact);
		}

		const words = changes.map(([fact, wanted]) => `${fact}: ${wanted}`).join(', ');
		if (words !== '') chat.tellScriptsToo(chat.members(room), `roomSet by ${by}: ${words}`);
		return {};
	},
};
