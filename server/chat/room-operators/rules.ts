/** Decides on what a room's operators ask: removing and banning users, operators, and who may enter. */
import {MAX_ROOM_BANS, MAX_ROOM_OPERATORS} from '../../../protocol/room-operators.ts';
import {LOBBY, type ConversationId, type UserName} from '../../../protocol/names.ts';
import {refuse, type Refusal} from '../../../protocol/refusals.ts';
import type {ChatEvent, EventOf} from '../event.ts';
import {proposalsOf} from '../proposing.ts';
import {joinedRoom, operatedRoom} from '../rooms/access.ts';
import {left} from '../rooms/joining-and-leaving.ts';
import type {Conversation} from '../conversations/conversation.ts';
import {NO_RIGHTS} from '../conversations/rights.ts';
import {roleIn} from '../room-roles.ts';
import {accountExists, answer, type MemberRule} from '../rule.ts';
import {shortList} from '../short-list.ts';
import type {State} from '../state.ts';

/** @returns a refusal where an operator may not act on the user: nobody acts on the owner, and only the owner on an operator */
function rankFault(state: State, room: ConversationId, by: UserName, user: UserName): Refusal | undefined {
	if (by === user) return refuse('notYourself');
	if (!accountExists(state, user)) return refuse('noSuchUser', {user});
	const role = roleIn(state, room, user);
	if (role === 'owner') return refuse('roomOwner', {user, room});
	return role === 'operator' && roleIn(state, room, by) !== 'owner'
		? refuse('roomOperator', {user, room})
		: undefined;
}

/** @returns the room from which an operator may keep the user out, or a refusal */
function roomWithout(
	state: State,
	room: ConversationId,
	by: UserName,
	user: UserName,
): Conversation | Refusal {
	const known = operatedRoom(state, room, by);
	return 'refusal' in known ? known : (rankFault(state, room, by, user) ?? known);
}

const given = (reason: string | undefined) =>
	reason === undefined || reason.trim() === '' ? {} : {reason: reason.trim()};

const kickFromRoom: MemberRule<'kickFromRoom'> = (
	state,
	{session: {user: by}},
	{room, user, reason},
	{now: at},
) => {
	const known = roomWithout(state, room, by, user);
	if ('refusal' in known) return known;
	if (!known.members.has(user)) return refuse('notInRoom', {user, room});
	return {events: [{...left(state, room, user, at), by, ...given(reason)}], reply: () => ({})};
};

/** Bans a user, who need not be a member, and withdraws the invitations to them. */
const banFromRoom: MemberRule<'banFromRoom'> = (
	state,
	{session: {user: by}},
	{room, user, reason},
	{now: at},
) => {
	const known = roomWithout(state, room, by, user);
	if ('refusal' in known) return known;
	const {banned} = known.rights ?? NO_RIGHTS;
	if (banned.includes(user)) return answer({removed: false});
	if (banned.length >= MAX_ROOM_BANS) return refuse('tooManyRoomBans', {room, most: MAX_ROOM_BANS});
	const removed = known.members.has(user);
	const invitations = proposalsOf(state, user).filter(each => each.room === room && each.to === user);
	const events: ChatEvent[] = [
		{type: 'roomBanned', conversation: room, user, by, at},
		...invitations.map(proposal => ({type: 'withdrawn', ...proposal}) as const),
	];
	if (removed) events.push({...left(state, room, user, at), by, ...given(reason), banned: true});
	return {events, reply: () => ({removed})};
};

const unbanFromRoom: MemberRule<'unbanFromRoom'> = (
	state,
	{session: {user: by}},
	{room, user},
	{now: at},
) => {
	const known = operatedRoom(state, room, by);
	if ('refusal' in known) return known;
	if (!known.rights?.banned.includes(user)) return refuse('notBannedFromRoom', {user, room});
	return {events: [{type: 'roomUnbanned', conversation: room, user, by, at}], reply: () => ({})};
};

const roomBans: MemberRule<'roomBans'> = (state, {session: {user}}, {room}) => {
	const known = operatedRoom(state, room, user);
	if ('refusal' in known) return known;
	const {listed, more} = shortList((known.rights ?? NO_RIGHTS).banned);
	return answer({users: [...listed], ...more});
};

/** Only the owner appoints and dismisses operators, except that an operator resigns. */
const setRoomOperator: MemberRule<'setRoomOperator'> = (
	state,
	{session: {user: by}},
	{room, user, operator},
	{now: at},
) => {
	const known = joinedRoom(state, room, by);
	if ('refusal' in known) return known;
	if (room === LOBBY) return refuse('lobbyOperators');
	const isOwner = roleIn(state, room, by) === 'owner';
	if (!isOwner && (operator || by !== user)) return refuse('notRoomOwner', {room});
	if (!known.members.has(user)) return refuse('notInRoom', {user, room});
	const role = roleIn(state, room, user);
	if (role === 'owner') return refuse('roomOwner', {user, room});
	if ((role === 'operator') === operator) return answer({});
	if (operator && (known.rights ?? NO_RIGHTS).operators.length >= MAX_ROOM_OPERATORS)
		return refuse('tooManyRoomOperators', {room, most: MAX_ROOM_OPERATORS});
	return {
		events: [{type: 'roomOperatorSet', conversation: room, user, by, operator, at}],
		reply: () => ({}),
	};
};

const setRoom: MemberRule<'setRoom'> = (state, {session: {user: by}}, wanted, {now: at}) => {
	const {room} = wanted;
	const known = operatedRoom(state, room, by);
	if ('refusal' in known) return known;
	if (room === LOBBY && wanted.private) return refuse('lobbyStaysOpen');
	const {isPrivate, hasGuardedTopic} = known.rights ?? NO_RIGHTS;
	const event: EventOf<'roomSet'> = {type: 'roomSet', conversation: room, by, at};
	if ((wanted.private ?? isPrivate) !== isPrivate) event.private = !isPrivate;
	if ((wanted.guardedTopic ?? hasGuardedTopic) !== hasGuardedTopic) event.guardedTopic = !hasGuardedTopic;
	const isChange = event.private !== undefined || event.guardedTopic !== undefined;
	return isChange ? {events: [event], reply: () => ({})} : answer({});
};

export const roomOperatorRules = {
	kickFromRoom,
	banFromRoom,
	unbanFromRoom,
	roomBans,
	setRoomOperator,
	setRoom,
};
