/** Lists, adds and removes friends for a program. */
import type {Chat} from './api.ts';
import type {Connection} from './connection.ts';
import {userNamed} from './names.ts';
import type {Relationships} from './relationships.ts';

/** @param connection signed in */
export function friends(connection: Pick<Connection, 'ask'>, relationships: Relationships): Chat['friends'] {
	return {
		list: async () => Promise.resolve([...relationships.friends]),
		async add(name) {
			const user = userNamed(name);
			const reply = await connection.ask({type: 'befriend', user});
			if (reply.friends) relationships.befriended(user);
			return reply.friends;
		},
		async remove(name) {
			const user = userNamed(name);
			await connection.ask({type: 'unfriend', user});
			relationships.parted(user);
		},
	};
}
