/** Joins, leaves and lists rooms, and lists people, for a program. */
import {MAX_NAME} from '../../protocol/names.ts';
import type {Person as ListedPerson} from '../../protocol/presence.ts';
import {safeText} from '../../protocol/text.ts';
import type {Chat, Person} from './api.ts';
import type {Connection} from './connection.ts';
import {roomNamed, usage, userNamed} from './names.ts';

/** @param connection signed in */
export function rooms(connection: Pick<Connection, 'ask'>): Chat['rooms'] {
	return {
		async join(name) {
			await connection.ask({type: 'join', room: roomNamed(name)});
		},
		async leave(name) {
			await connection.ask({type: 'leave', room: roomNamed(name)});
		},
		async list() {
			const {rooms: all} = await connection.ask({type: 'rooms'});
			return all.map(({topic = '', ...room}) => ({...room, topic}));
		},
		async members(name) {
			const {people: members} = await connection.ask({type: 'names', room: roomNamed(name)});
			return members.map(publicPerson);
		},
		async setTopic(name, topic) {
			await connection.ask({type: 'setTopic', room: roomNamed(name), topic});
		},
		async invite(user, name) {
			await connection.ask({type: 'invite', user: userNamed(user), room: roomNamed(name)});
		},
	};
}

/** Lists who is online. @throws ChatError */
export async function people(connection: Pick<Connection, 'ask'>): Promise<Person[]> {
	return (await connection.ask({type: 'who'})).people.map(publicPerson);
}

/** Finds users by a part of their name. @throws ChatError */
export async function findPeople(connection: Pick<Connection, 'ask'>, name: string): Promise<Person[]> {
	if (name === '' || name.length > MAX_NAME)
		throw usage(safeText`A part of a name has 1 to ${MAX_NAME} characters.`);
	return (await connection.ask({type: 'findPeople', name})).people.map(publicPerson);
}

function publicPerson({user, presence, since}: Pick<ListedPerson, 'user' | 'presence' | 'since'>): Person {
	return {user, presence, since: new Date(since)};
}
