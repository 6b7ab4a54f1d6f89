/** Decides on rooms: joining (which creates them), leaving, topics, invitations and members. */
import {isRoom} from '../../../protocol/conversation-kind.ts';
import {LOBBY, type ConversationId, type UserName} from '../../../protocol/names.ts';
import {refuse, type Refusal} from '../../../protocol/refusals.ts';
import {topicFor} from '../conversations/hiding.ts';
import {personOf, seemsOffline} from '../people.ts';
import {answer, type AdminRule, type MemberRule} from '../rule.ts';
import {shortList} from '../short-list.ts';
import type {Conversation} from '../conversations/slice.ts';
import type {State} from '../state.ts';
import {summaryOf} from '../conversations/summaries.ts';
import {cannotPropose} from '../relationships/rules.ts';
import {isOperatorOf} from './roles.ts';
import {joined, left, roomExists} from './joining-and-leaving.ts';

/** @returns the room, or a refusal if there is none or the user is not a member */
function joinedRoom(state: State, room: ConversationId, user: UserName): Conversation | Refusal {
	const known = state.conversations.byId.get(room);
	if (!known || !roomExists(state, room)) return refuse('noSuchRoom', {room});
	return known.members.has(user) ? known : refuse('notMember', {room});
}

/** Joins a room, and creates it if there is none. For a member, nothing changes. */
const join: MemberRule<'join'> = (state, {session: {user}}, {room}, {now: at}) => {
	const created = !roomExists(state, room);
	const reply = () => {
		const conversation = state.conversations.byId.get(room);
		if (!conversation) throw new Error(`joining ${room} did not make it`);
		return {...summaryOf(state, conversation, user), created};
	};
	if (state.conversations.byId.get(room)?.members.has(user)) return {events: [], reply};
	return {events: [joined(state, room, user, at)], reply};
};

const leave: MemberRule<'leave'> = (state, {session: {user}}, {room}, {now: at}) => {
	const known = joinedRoom(state, room, user);
	if ('refusal' in known) return known;
	return {events: [left(state, room, user, at)], reply: () => ({})};
};

const rooms: MemberRule<'rooms'> = (state, {session: {user}}) => {
	const all = [...state.conversations.byId.values()].filter(
		({id, members}) => isRoom(id) && members.size > 0,
	);
	const {listed, more} = shortList(all, ({members}) => members.has(user));
	return answer({
		rooms: listed.map(conversation => {
			const {id, members} = conversation;
			const topic = topicFor(state, user, conversation);
			const shown = topic === '' ? {} : {topic};
			return {room: id, ...shown, members: members.size, joined: members.has(user)};
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
	const proposal = {kind: 'invitation', from, to, room} as const;
	const refusal = cannotPropose(state, proposal);
	if (refusal) return refusal;
	if (known.members.has(to)) return refuse('alreadyMember', {user: to, room});
	if (state.presence.byUser.get(to)?.presence === 'busy') return refuse('userBusy', {user: to});
	return {events: [{type: 'asked', ...proposal, at}], reply: () => ({})};
};

const names: MemberRule<'names'> = (state, {session: {user}}, {room}) => {
	const known = joinedRoom(state, room, user);
	if ('refusal' in known) return known;
	const {listed, more} = shortList([...known.members.keys()], member => !seemsOffline(state, member, user));
	return answer({people: listed.map(member => personOf(state, member, user)), ...more});
};

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

export const roomRules = {join, leave, rooms, setTopic, invite, names, deleteRoom};
