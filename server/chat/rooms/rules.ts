/** Decides on rooms: joining (which creates them), leaving, topics, invitations and members. */
import {MAX_MEMBERS} from '../../../protocol/bounds.ts';
import {isRoom} from '../../../protocol/conversation-kind.ts';
import {LOBBY, type UserName} from '../../../protocol/names.ts';
import type {State} from '../state.ts';
import {refuse} from '../../../protocol/refusals.ts';
import {topicFor} from '../conversations/hiding.ts';
import {personOf, seemsOffline} from '../people.ts';
import type {Conversation} from '../conversations/conversation.ts';
import {answer, type AdminRule, type MemberRule} from '../rule.ts';
import {shortList} from '../short-list.ts';
import {summaryOf} from '../conversations/summaries.ts';
import {cannotPropose} from '../proposing.ts';
import {entranceFault, isBannedFrom, isInvited, joinedRoom, mayInvite} from './access.ts';
import {isOperatorOf, roleIn} from '../room-roles.ts';
import {joined, left, roomExists} from './joining-and-leaving.ts';

const byName = (one: Conversation, other: Conversation) => (one.id < other.id ? -1 : 1);
const ORDERS = {
	name: byName,
	members: (one: Conversation, other: Conversation) =>
		other.members.size - one.members.size || byName(one, other),
};

/** Joins a room, and creates it if there is none. For a member, nothing changes. */
const join: MemberRule<'join'> = (state, {session: {user}}, {room}, {now: at}) => {
	const created = !roomExists(state, room);
	const reply = () => {
		const conversation = state.conversations.byId.get(room);
		if (!conversation) throw new Error(`joining ${room} did not make it`);
		return {...summaryOf(state, conversation, user), created};
	};
	if (state.conversations.byId.get(room)?.members.has(user)) return {events: [], reply};
	return entranceFault(state, room, user) ?? {events: [joined(state, room, user, at)], reply};
};

const leave: MemberRule<'leave'> = (state, {session: {user}}, {room}, {now: at}) => {
	const known = joinedRoom(state, room, user);
	if ('refusal' in known) return known;
	return {events: [left(state, room, user, at)], reply: () => ({})};
};

/** Lists the rooms with members, the largest or the first by name in front; private ones only to members and to whom they invite. */
const rooms: MemberRule<'rooms'> = (state, {session: {user}}, {by = 'members', name = ''}) => {
	const part = name.toLowerCase();
	const all = [...state.conversations.byId.values()].filter(
		({id, members, rights}) =>
			isRoom(id) &&
			members.size > 0 &&
			id.includes(part) &&
			(!rights?.isPrivate || members.has(user) || isInvited(state, id, user)),
	);
	const {listed, more} = shortList(all.sort(ORDERS[by]), ({members}) => members.has(user));
	return answer({
		rooms: listed.map(conversation => {
			const {id, members, rights} = conversation;
			const topic = topicFor(state, user, conversation);
			return {
				room: id,
				...(topic !== '' && {topic}),
				members: members.size,
				joined: members.has(user),
				...(rights?.isPrivate && {private: true}),
			};
		}),
		...more,
	});
};

const setTopic: MemberRule<'setTopic'> = (state, {session: {user}}, {room, topic}, {now: at}) => {
	const known = joinedRoom(state, room, user);
	if ('refusal' in known) return known;
	if (known.rights?.hasGuardedTopic && !isOperatorOf(state, room, user))
		return refuse('notRoomOperator', {room});
	if (known.topic === topic.trim() && topicFor(state, user, known) === known.topic) return answer({});
	return {
		events: [{type: 'topicChanged', conversation: room, user, topic: topic.trim(), at}],
		reply: () => ({}),
	};
};

const invite: MemberRule<'invite'> = (state, {session: {user: from}}, {user: to, room}, {now: at}) => {
	const known = joinedRoom(state, room, from);
	if ('refusal' in known) return known;
	if (!mayInvite(state, room, from)) return refuse('notRoomOperator', {room});
	const proposal = {kind: 'invitation', from, to, room} as const;
	const refusal = cannotPropose(state, proposal);
	if (refusal) return refusal;
	if (known.members.has(to)) return refuse('alreadyMember', {user: to, room});
	if (isBannedFrom(state, room, to)) return refuse('userBannedFromRoom', {user: to, room});
	if (state.presence.byUser.get(to)?.presence === 'busy') return refuse('userBusy', {user: to});
	return {events: [{type: 'asked', ...proposal, at}], reply: () => ({})};
};

const RANKS = {owner: 0, operator: 1, member: 2};

/** Lists the members: the owner, the operators, and the others in the order in which they joined. */
const names: MemberRule<'names'> = (state, {session: {user}}, {room}) => {
	const known = joinedRoom(state, room, user);
	if ('refusal' in known) return known;
	const {listed, more} = listedMembers(state, known, user);
	return answer({
		people: listed.map(({member, role}) => ({...personOf(state, member, user), ...(role && {role})})),
		...more,
	});
};

/** Lists the members with presence and role alone, so that a thousand of them are few bytes. */
const members: MemberRule<'members'> = (state, {session: {user}}, {room}) => {
	const known = joinedRoom(state, room, user);
	if ('refusal' in known) return known;
	const {listed, more} = listedMembers(state, known, user, MAX_MEMBERS);
	const described = listed.map(({member, role}) => {
		const {presence} = personOf(state, member, user);
		return {user: member, presence, ...(role && {role})};
	});
	return answer({members: described, ...more});
};

/** @param viewer who asks @param max maximum members */
function listedMembers(state: State, {id: room, members}: Conversation, viewer: UserName, max?: number) {
	const people = [...members.keys()].map(member => ({member, role: roleIn(state, room, member)}));
	people.sort((one, other) => RANKS[one.role ?? 'member'] - RANKS[other.role ?? 'member']);
	const isFirst = ({member, role}: (typeof people)[number]) =>
		role !== undefined || !seemsOffline(state, member, viewer);
	return shortList(people, isFirst, max);
}

/** Deletes a room, and withdraws the invitations into it. */
const deleteRoom: AdminRule<'deleteRoom'> = (state, by, {room}, {now: at}) => {
	const known = state.conversations.byId.get(room);
	if (!known || !roomExists(state, room)) return refuse('noSuchRoom', {room});
	if (room === LOBBY) return refuse('lobbyStays');
	const {first, last: upTo} = known;
	const members = [...known.members.keys()];
	const invitations = [...state.relationships.proposals.values()].filter(proposal => proposal.room === room);
	return {
		events: [
			...invitations.map(proposal => ({type: 'withdrawn', ...proposal}) as const),
			{type: 'roomDeleted', conversation: room, members, upTo, by, at},
		],
		reply: () => ({members: members.length, messages: upTo + 1 - first}),
	};
};

export const roomRules = {join, leave, rooms, setTopic, invite, names, members, deleteRoom};
