/** Lists those to whom a user's presence matters on a large server, where nobody lists everybody. */
import {MAX_RECEIPTS} from '../../../protocol/bounds.ts';
import type {UserName} from '../../../protocol/names.ts';
import {privateChatsOf} from '../private-chats/ends.ts';
import {proposalsOf} from '../proposing.ts';
import type {State} from '../state.ts';

/**
 * Lists the users who are connected and related to this one: their clients list the user also while offline. Related are friends, partners of
 * conversations, members of small rooms, those with an open proposal, who have blocked the user, or have asked for them by name.
 */
export function relatedTo(state: State, user: UserName): Set<UserName> {
	const {relationships, conversations, presence} = state;
	const related = new Set<UserName>();
	const add = (other: UserName) => {
		if (other !== user && presence.connections.has(other)) related.add(other);
	};

	for (const friend of relationships.friends.get(user) ?? []) add(friend);
	for (const blocker of relationships.blockers.get(user) ?? []) add(blocker);
	for (const {from, to} of [...proposalsOf(state, user), ...privateChatsOf(state, user)])
		[from, to].forEach(add);
	for (const {members} of conversations.ofUser.get(user) ?? [])
		if (members.size <= MAX_RECEIPTS) for (const member of members.keys()) add(member);
	for (const connection of presence.watchers.get(user) ?? []) {
		const session = presence.sessions.get(connection);
		if (session) add(session.user);
	}

	return related;
}
