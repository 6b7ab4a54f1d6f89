/** What the simple chat answers about rooms. */
import {refuse} from '../../../protocol/refusals.ts';
import {summary} from './overview.ts';
import {people} from './presence.ts';
import type {Rows} from './rows.ts';
import {notInRoom} from './why-not.ts';

export const rooms: Rows<'join' | 'leave' | 'rooms' | 'setTopic' | 'names' | 'members'> = {
	join(chat, {user}, {room}) {
		const created = !chat.hasRoom(room);
		if (!chat.members(room).includes(user)) {
			if (chat.bannedFrom(room).includes(user)) return refuse('bannedFromRoom', {room});
			const isLet = chat.owners.get(room) === user || chat.isInvited(room, user);
			if (chat.isPrivate(room) && !isLet) return refuse('privateRoom', {room});
			chat.enterRoom(room, user);
		}

		return {...summary(chat, room, user), created};
	},
	leave(chat, {user}, {room}) {
		const no = notInRoom(chat, room, user);
		if (no) return no;
		chat.leaveRoom(room, user);
		return {};
	},
	rooms(chat, {user}, {name = ''}) {
		const rooms = [...chat.rooms].filter(
			([room, members]) =>
				members.size > 0 &&
				room.includes(name.toLowerCase()) &&
				(!chat.isPrivate(room) || members.has(user) || chat.isInvited(room, user)),
		);
		return {
			rooms: rooms.map(([room, members]) => ({
				room,
				topic: chat.topic(room, user),
				members: members.size,
				joined: members.has(user),
				private: chat.isPrivate(room) || undefined,
			})),
		};
	},
	setTopic(chat, {user}, {room, topic}) {
		const no = notInRoom(chat, room, user);
		if (no) return no;
		const isGuarded = chat.facts.has(`${room} has a guarded topic`);
		if (isGuarded && !chat.roleIn(room, user)) return refuse('notRoomOperator', {room});
		const text = topic.trim();
		const before = chat.topics.get(room);
		const isHidden = before !== undefined && before.text !== '' && chat.blocks(user, before.by);
		if ((before?.text ?? '') === text && !isHidden) return {};
		chat.topics.set(room, {by: user, text});
		const blockers = chat.blockersIn(room, user);
		const readers = chat.members(room).filter(member => !blockers.includes(member));
		chat.tellScriptsToo(readers, `topicChanged ${room} ${user} ${text}`);
		chat.tellScriptsToo(blockers, `topicChanged ${room} ${user}, folded`);
		return {};
	},
	members(chat, {user}, {room}) {
		const no = notInRoom(chat, room, user);
		if (no) return no;
		const all = people(chat, chat.members(room), user);
		return {
			members: all.map(({user: member, presence}) => ({
				user: member,
				presence,
				role: chat.roleIn(room, member),
			})),
		};
	},
	names(chat, {user}, {room}) {
		const no = notInRoom(chat, room, user);
		if (no) return no;
		const all = people(chat, chat.members(room), user);
		return {people: all.map(person => ({...person, role: chat.roleIn(room, person.user)}))};
	},
};
