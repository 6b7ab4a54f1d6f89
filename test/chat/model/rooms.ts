/** What the simple chat answers about rooms. */
import {summary} from './overview.ts';
import {people} from './presence.ts';
import type {Rows} from './rows.ts';
import {notInRoom} from './why-not.ts';

export const rooms: Rows<'join' | 'leave' | 'rooms' | 'setTopic' | 'names'> = {
	join(chat, {user}, {room}) {
		const created = !chat.hasRoom(room);
		if (!chat.members(room).includes(user)) chat.enterRoom(room, user);
		return {...summary(chat, room, user), created};
	},
	leave(chat, {user}, {room}) {
		const no = notInRoom(chat, room, user);
		if (no) return no;
		chat.rooms.get(room)?.delete(user);
		chat.tellScriptsToo([...chat.members(room), user], `memberLeft ${room} ${user}`);
		return {};
	},
	rooms(chat, {user}) {
		const rooms = [...chat.rooms].filter(([, members]) => members.size > 0);
		return {
			rooms: rooms.map(([room, members]) => ({
				room,
				topic: chat.topic(room, user),
				members: members.size,
				joined: members.has(user),
			})),
		};
	},
	setTopic(chat, {user}, {room, topic}) {
		const no = notInRoom(chat, room, user);
		if (no) return no;
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
	names(chat, {user}, {room}) {
		return notInRoom(chat, room, user) ?? {people: people(chat, chat.members(room), user)};
	},
};
