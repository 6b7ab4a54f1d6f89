/** What the simple chat answers about blocks, friends and questions. */
import {directConversation, type UserName} from '../../../protocol/names.ts';
import {refuse} from '../../../protocol/refusals.ts';
import type {Proposal} from '../../../protocol/relationships.ts';
import {otherIn} from './private-chats.ts';
import type {SimpleChat} from './simple-chat.ts';
import type {Rows} from './rows.ts';
import {blockBetween, notInRoom, stranger} from './why-not.ts';

export function questionWords({kind, from, to, room}: Omit<Proposal, 'at'>): string {
	return `${from} asks ${to} ${kind}${room === undefined ? '' : ` ${room}`}`;
}

function agree(chat: SimpleChat, one: UserName, other: UserName): void {
	chat.questions.delete(`${one} asks ${other} friend`);
	chat.questions.delete(`${other} asks ${one} friend`);
	chat.facts.add(`${one} is a friend of ${other}`).add(`${other} is a friend of ${one}`);
}

function part(chat: SimpleChat, one: UserName, other: UserName): void {
	chat.facts.delete(`${one} is a friend of ${other}`);
	chat.facts.delete(`${other} is a friend of ${one}`);
	chat.tell([other], `unfriended ${one}`);
	chat.tell([one], `unfriended ${other}`);
}

export const circles: Rows<'block' | 'unblock' | 'befriend' | 'unfriend' | 'answerQuestion' | 'invite'> = {
	block(chat, {user}, {user: other}) {
		const no = stranger(chat, user, other);
		if (no) return no;
		if (chat.blocks(user, other)) return refuse('alreadyBlocked', {user: other});
		const talk = chat.openTalk(directConversation(user, other));
		if (talk) chat.endTalk(talk, 'ended');
		for (const each of chat.privateTalks(user))
			if (otherIn(each, user) === other) chat.endPrivate(each, 'ended');
		for (const question of chat.questions) {
			const between = [`${user} asks ${other} `, `${other} asks ${user} `];
			if (!between.some(words => question.startsWith(words))) continue;
			chat.questions.delete(question);
			chat.tell([user, other], `withdrawn ${question}`);
		}

		if (chat.areFriends(user, other)) part(chat, user, other);
		chat.facts.add(`${user} blocks ${other}`);
		return {};
	},
	unblock(chat, {user}, {user: other}) {
		const no = stranger(chat, user, other);
		if (no) return no;
		return chat.facts.delete(`${user} blocks ${other}`) ? {} : refuse('notBlocked', {user: other});
	},
	befriend(chat, {user}, {user: other}) {
		if (chat.areFriends(user, other)) return refuse('alreadyFriends', {user: other});
		if (chat.questions.has(`${other} asks ${user} friend`)) {
			agree(chat, user, other);
			chat.tell([user, other], `answered ${other} asks ${user} friend: true`);
			return {friends: true};
		}

		const no = stranger(chat, user, other) ?? blockBetween(chat, user, other);
		if (no) return no;
		const question = `${user} asks ${other} friend`;
		if (chat.questions.has(question)) return refuse('alreadyAsked', {user: other});
		chat.questions.add(question);
		chat.tell([user, other], `asked ${question}`);
		return {friends: false};
	},
	unfriend(chat, {user}, {user: other}) {
		const question = `${user} asks ${other} friend`;
		if (chat.questions.delete(question)) {
			chat.tell([user, other], `withdrawn ${question}`);
			return {};
		}

		const no = stranger(chat, user, other);
		if (no) return no;
		if (!chat.areFriends(user, other)) return refuse('notFriends', {user: other});
		for (const talk of chat.privateTalks(user))
			if (talk.purpose === 'exchange' && otherIn(talk, user) === other) chat.endPrivate(talk, 'ended');
		part(chat, user, other);
		return {};
	},
	answerQuestion(chat, {user: to}, {kind, from, room, accept}) {
		const question = questionWords({kind, from, to, room});
		if (!chat.questions.delete(question)) return refuse('questionGone');
		if (accept && room !== undefined && !chat.members(room).includes(to)) {
			const isBanned = chat.bannedFrom(room).includes(to);
			if (isBanned || !chat.mayInvite(room, from)) {
				chat.tell([from, to], `withdrawn ${question}`);
				return refuse(isBanned ? 'bannedFromRoom' : 'privateRoom', {room});
			}
		}

		if (accept && kind === 'friend') agree(chat, from, to);
		chat.tell([from, to], `answered ${question}: ${accept}`);
		if (accept && room !== undefined && !chat.members(room).includes(to)) chat.enterRoom(room, to);
		return {};
	},
	invite(chat, {user}, {user: other, room}) {
		const outside = notInRoom(chat, room, user);
		if (outside) return outside;
		if (!chat.mayInvite(room, user)) return refuse('notRoomOperator', {room});
		const no = stranger(chat, user, other) ?? blockBetween(chat, user, other);
		if (no) return no;
		const question = `${user} asks ${other} invitation ${room}`;
		if (chat.questions.has(question)) return refuse('alreadyAsked', {user: other});
		if (chat.members(room).includes(other)) return refuse('alreadyMember', {user: other, room});
		if (chat.bannedFrom(room).includes(other)) return refuse('userBannedFromRoom', {user: other, room});
		if (chat.presence(other, user) === 'busy') return refuse('userBusy', {user: other});
		chat.questions.add(question);
		chat.tell([user, other], `asked ${question}`);
		return {};
	},
};
