/** The rules of rooms: joining (which makes them), leaving, topics, invitations, and how many read a message. */
import {isRoom} from '../../../protocol/conversation-kind.ts';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import {refuse, type Refusal} from '../../../protocol/refusals.ts';
import {topicFor} from '../conversations/hiding.ts';
import {personOf, seemsOffline} from '../people.ts';
import {answer, type MemberRule} from '../rule.ts';
import {shortList} from '../short-list.ts';
import type {Conversation} from '../conversations/slice.ts';
import type {State} from '../state.ts';
import {summaryOf} from '../conversations/summaries.ts';
import {cannotPropose} from '../relationships/rules.ts';

/** The room with this person in it, or why not. */
function ownRoom(state: State, room: ConversationId, user: UserName): Conversation | Refusal {
	const known = state.conversations.byId.get(room);
	if (!known) return refuse('noSuchRoom', {room});
	return known.members.has(user) ? known : refuse('notMember', {room});
}

/** Joining a room that one is in already changes nothing. */
export const join: MemberRule<'join'> = (state, {session: {user}}, {room}, {now: at}) => {
	const before = state.conversations.byId.get(room);
	const reply = () => {
		const conversation = state.conversations.byId.get(room);
		if (!conversation) throw new Error(`joining ${room} did not make it`);
		return {...summaryOf(state, conversation, user), created: !before};
	};
	if (before?.members.has(user)) return {events: [], reply};
	return {events: [{type: 'memberJoined', conversation: room, user, at}], reply};
};

export const leave: MemberRule<'leave'> = (state, {session: {user}}, {room}, {now: at}) => {
	const own = ownRoom(state, room, user);
	if ('refusal' in own) return own;
	return {events: [{type: 'memberLeft', conversation: room, user, at}], reply: () => ({})};
};

export const rooms: MemberRule<'rooms'> = (state, {session: {user}}) => {
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

export const setTopic: MemberRule<'setTopic'> = (state, {session: {user}}, {room, topic}, {now: at}) => {
	const own = ownRoom(state, room, user);
	if ('refusal' in own) return own;
	if (own.topic === topic.trim() && topicFor(state, user, own) === own.topic) return answer({});
	return {
		events: [{type: 'topicChanged', conversation: room, user, topic: topic.trim(), at}],
		reply: () => ({}),
	};
};

export const invite: MemberRule<'invite'> = (state, {session: {user: from}}, {user: to, room}, {now: at}) => {
	const own = ownRoom(state, room, from);
	if ('refusal' in own) return own;
	const proposal = {kind: 'invitation', from, to, room} as const;
	const no = cannotPropose(state, proposal);
	if (no) return no;
	if (own.members.has(to)) return refuse('alreadyMember', {user: to, room});
	if (state.presence.byUser.get(to)?.presence === 'busy') return refuse('userBusy', {user: to});
	return {events: [{type: 'asked', ...proposal, at}], reply: () => ({})};
};

export const names: MemberRule<'names'> = (state, {session: {user}}, {room}) => {
	const own = ownRoom(state, room, user);
	if ('refusal' in own) return own;
	const {listed, more} = shortList([...own.members.keys()], member => !seemsOffline(state, member, user));
	return answer({people: listed.map(member => personOf(state, member, user)), ...more});
};

export const roomRules = {join, leave, rooms, setTopic, invite, names};
