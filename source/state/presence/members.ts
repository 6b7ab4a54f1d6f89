/** Holds the members of the rooms that were looked at, and follows who joins, leaves and becomes an operator. */
import {MAX_MEMBERS, MAX_RECEIPTS} from '../../../protocol/bounds.ts';
import type {RoomRole} from '../../../protocol/conversations.ts';
import type {ReplyOf, RequestOf} from '../../../protocol/index.ts';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import type {Person} from '../../../protocol/presence.ts';
import {change} from '../chats/conversations.ts';
import {withMember} from '../chats/rooms.ts';
import type {Member, MemberList} from '../model/members.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';
import {layoutOf} from '../panes/layout.ts';
import {isLarge} from './listed.ts';

/** Maximum rooms whose members are held: those that were asked for last. */
const MAX_LISTS = 32;
/** Milliseconds after which the server is asked again for members of whom it does not tell everything. */
const AGAIN = 60_000;

/** Asks for the members of the open room, while they are shown and not held. */
export function askForMembers(state: State): Step {
	const {open, link, now, memberLists} = state;
	if (open === undefined || link.status !== 'online' || !layoutOf(state).members) return step(state);
	const {people = new Map(), due = 0} = memberLists.get(open) ?? {};
	if (due > now) return step(state);
	const asked = withList(state, open, {people, due: Infinity});
	return step(asked, {type: 'request', request: {type: 'members', room: open}});
}

/** Takes in the members that the server has listed. */
export function membersListed(
	state: State,
	room: ConversationId,
	{members: listed}: ReplyOf<'members'>,
): State {
	if (!state.conversations.has(room)) return state; // the user has left meanwhile
	const people = new Map(
		listed.map(({user, presence, role}): [UserName, Member] => [user, {presence, ...(role && {role})}]),
	);
	return withList(state, room, {people, due: isTold(state, room) ? Infinity : state.now + AGAIN});
}

/** Puts off the next attempt after a failure. */
export function membersFailed(state: State, {room}: RequestOf<'members'>): State {
	const {people = new Map()} = state.memberLists.get(room) ?? {};
	return withList(state, room, {people, due: state.now + AGAIN});
}

/** The server announces the presence of all members, except those of a large room on a large server. */
function isTold(state: State, room: ConversationId): boolean {
	return !isLarge(state) || (state.conversations.get(room)?.members ?? 0) <= MAX_RECEIPTS;
}

function withList({memberLists, ...state}: State, room: ConversationId, list: MemberList): State {
	const others = [...memberLists].filter(([id]) => id !== room);
	return {...state, memberLists: new Map([...others.slice(1 - MAX_LISTS), [room, list]])};
}

export function withoutList({memberLists, ...state}: State, room: ConversationId): State {
	return {...state, memberLists: new Map([...memberLists].filter(([id]) => id !== room))};
}

/** Keeps the lists of an earlier connection until the server has sent them anew. */
export function staleLists(lists: State['memberLists']): State['memberLists'] {
	return new Map([...lists].map(([room, {people}]) => [room, {people, due: 0}]));
}

export function memberCame(state: State, room: ConversationId, user: UserName): State {
	const more = change(state, room, before => withMember(before, user, 1));
	return changeMember(more, room, user, (before = {presence: 'online'}) => before);
}

export function memberGone(state: State, room: ConversationId, user: UserName): State {
	const fewer = change(state, room, before => withMember(before, user, -1));
	return changeMember(fewer, room, user, () => undefined);
}

export function memberIs(
	state: State,
	room: ConversationId,
	user: UserName,
	role: RoomRole | undefined,
): State {
	return changeMember(
		state,
		room,
		user,
		before => before && {presence: before.presence, ...(role && {role})},
	);
}

/** Removes a deleted account from all lists. */
export function memberDeleted(state: State, user: UserName): State {
	return [...state.memberLists.keys()].reduce(
		(before, room) => changeMember(before, room, user, () => undefined),
		state,
	);
}

/** Holds the newest presence of members whom the client does not list otherwise. */
export function membersSeen(state: State, told: readonly Person[]): State {
	if (!isLarge(state)) return state;
	const seen = new Map(told.map(({user, presence}) => [user, presence]));
	const memberLists = [...state.memberLists].map(([room, list]) => {
		const changed = [...list.people].filter(
			([user, {presence}]) => (seen.get(user) ?? presence) !== presence,
		);
		if (changed.length === 0) return [room, list] as const;
		const people = new Map(list.people);
		for (const [user, member] of changed)
			people.set(user, {...member, presence: seen.get(user) ?? 'offline'});
		return [room, {...list, people}] as const;
	});
	return {...state, memberLists: new Map(memberLists)};
}

/** @param to returns the member after the change; undefined: not in the list */
function changeMember(
	state: State,
	room: ConversationId,
	user: UserName,
	to: (before: Member | undefined) => Member | undefined,
): State {
	const list = state.memberLists.get(room);
	if (!list) return state;
	const before = list.people.get(user);
	const after = to(before);
	if (after === before || (!before && list.people.size >= MAX_MEMBERS)) return state;
	const people = new Map(list.people);
	if (after) people.set(user, after);
	else people.delete(user);
	return {...state, memberLists: new Map(state.memberLists).set(room, {...list, people})};
}
