/** Decides whom the client lists: everybody on a small server; on a large one those who matter to the user, and strangers who are online. */
import {MAX_LISTED_PEOPLE, MAX_RECEIPTS} from '../../../protocol/bounds.ts';
import {isRoom, privateWith} from '../../../protocol/conversation-kind.ts';
import type {UserName} from '../../../protocol/names.ts';
import type {Person as Told} from '../../../protocol/presence.ts';
import {directWith} from '../chats/conversations.ts';
import type {State} from '../model/state.ts';
import {heldPerson} from './people.ts';

/** Checks whether the server has accounts that the client does not list. */
export function isLarge({others}: State): boolean {
	return others > 0;
}

/**
 * Takes in the newest presence of people: a small server tells that of everybody, a large one of those whom it lists at a sign-in, and of
 * some strangers who came since.
 */
export function withPresences(state: State, told: readonly Told[]): State {
	const people = new Map(state.people);
	const isRelated = relations(state);
	let {others} = state;
	for (const person of told) {
		const {user} = person;
		const hasRoom = people.has(user) || people.size < MAX_LISTED_PEOPLE;
		if (others === 0 && !hasRoom) {
			others = 1; // the server has grown large since the sign-in, and tells no more of strangers who come
			for (const {user, presence} of people.values())
				if (presence === 'offline' && !isRelated(user)) people.delete(user);
		}

		if (others > 0 && isRelated(user)) people.set(user, heldPerson(person));
		else if (others > 0 && person.presence === 'offline') people.delete(user);
		else if (hasRoom) people.set(user, heldPerson(person));
	}

	return {...state, people, others};
}

/** Drops strangers from the list of a large server, which may tell no more of them. @param users whom alone to look at */
export function withoutStrangers(state: State, users: Iterable<UserName> = state.people.keys()): State {
	if (!isLarge(state)) return state;
	const isRelated = relations(state);
	const strangers = new Set([...users].filter(user => !isRelated(user)));
	const people = [...state.people].filter(([user]) => !strangers.has(user));
	return people.length === state.people.size ? state : {...state, people: new Map(people)};
}

/** Checks whether the user has anything to do with this user, and therefore lists them also while they are offline. */
export function matters(state: State, user: UserName): boolean {
	return relations(state)(user);
}

/** Returns what tells of many users whether they matter. */
function relations(state: State): (user: UserName) => boolean {
	const {me, conversations, friends, blocked, proposals} = state;
	let inRooms: ReadonlySet<UserName> | undefined; // there may be tens of thousands of rooms
	return user => {
		const direct = directWith(state, user);
		return (
			user === me?.user ||
			friends.has(user) ||
			blocked.has(user) ||
			(direct !== undefined && conversations.has(direct)) ||
			conversations.has(privateWith(user)) ||
			proposals.some(({from, to}) => from === user || to === user) ||
			(inRooms ??= membersOfSmallRooms(state)).has(user)
		);
	};
}

/** Lists the members of the user's rooms in which the members are told of each other. */
function membersOfSmallRooms({conversations}: State): ReadonlySet<UserName> {
	const found = new Set<UserName>();
	for (const {id, members = 0, others} of conversations.values())
		if (members <= MAX_RECEIPTS && isRoom(id)) for (const user of others.keys()) found.add(user);
	return found;
}
