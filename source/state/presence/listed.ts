/** Decides whom the client lists: everybody on a small server; on a large one those who matter to the user, and strangers who are online. */
import {MAX_LISTED_PEOPLE} from '../../../protocol/bounds.ts';
import {privateWith} from '../../../protocol/conversation-kind.ts';
import type {UserName} from '../../../protocol/names.ts';
import type {Person as Told} from '../../../protocol/presence.ts';
import {directWith} from '../chats/conversations.ts';
import type {State} from '../model/state.ts';
import {heldPerson} from './people.ts';

/** Checks whether the server has accounts that the client does not list. */
export function isLarge({others}: State): boolean {
	return others > 0;
}

/** Takes in the newest presence of people; the server tells that of everybody. */
export function withPresences(state: State, told: readonly Told[]): State {
	const people = new Map(state.people);
	let {others} = state;
	for (const person of told) {
		const {user} = person;
		const hasRoom = people.has(user) || people.size < MAX_LISTED_PEOPLE;
		if (others === 0 && !hasRoom) others = 1; // the server has grown large since the sign-in
		if (others > 0 && matters(state, user)) people.set(user, heldPerson(person));
		else if (others > 0 && person.presence === 'offline') people.delete(user);
		else if (hasRoom) people.set(user, heldPerson(person));
	}

	return {...state, people, others};
}

/** Checks whether the user has anything to do with this user, and therefore lists them also while they are offline. */
export function matters(state: State, user: UserName): boolean {
	const {me, conversations, friends, blocked, proposals} = state;
	const direct = directWith(state, user);
	return (
		user === me?.user ||
		friends.has(user) ||
		blocked.has(user) ||
		(direct !== undefined && conversations.has(direct)) ||
		conversations.has(privateWith(user)) ||
		proposals.some(({from, to}) => from === user || to === user)
	);
}
