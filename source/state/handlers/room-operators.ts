/** Handles what the operators of rooms do, and the replies to their requests. */
import type {AnnouncementOf, RequestOf} from '../../../protocol/index.ts';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import {change} from '../chats/conversations.ts';
import {leavingText, roomText, withRole} from '../chats/rooms.ts';
import {say, shortened} from '../chats/saying.ts';
import {memberGone, memberIs} from '../presence/members.ts';
import {withoutStrangers} from '../presence/listed.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';
import type {Announced, Replies} from './tables.ts';

const YOU = safeText`You`;

/** Says that the user, as an operator, has removed a member. */
function removed(state: State, request: RequestOf<'kickFromRoom' | 'banFromRoom'>): Step {
	const {room, user, reason} = request;
	const fewer = withoutStrangers(memberGone(state, room, user), [user]);
	const banned = request.type === 'banFromRoom';
	return step(say(fewer, [leavingText(user, {by: YOU, reason, banned})], 'info', room));
}

type Appointed = {room: ConversationId; user: UserName; operator: boolean; by: SafeText | UserName};

function appointed(state: State, {room, user, operator, by}: Appointed): Step {
	const isOwn = user === state.me?.user;
	const whom = isOwn ? safeText`you` : user;
	const text = operator
		? safeText`${by} made ${whom} an operator of ${room}`
		: by === YOU && isOwn
			? safeText`You are no longer an operator of ${room}`
			: safeText`${by} made ${whom} an ordinary member of ${room} again`;
	const role = operator ? 'operator' : undefined;
	const appointed = memberIs(state, room, user, role);
	const changed = isOwn ? change(appointed, room, before => withRole(before, role)) : appointed;
	return step(say(changed, [text], 'info', room));
}

type Settings = Pick<AnnouncementOf<'roomSet'>, 'private' | 'guardedTopic'>;

function withSettings(state: State, room: ConversationId, settings: Settings, by: SafeText): Step {
	const {private: isPrivate, guardedTopic: hasGuardedTopic} = settings;
	const changed = change(state, room, before => ({
		...before,
		...(isPrivate !== undefined && {isPrivate}),
		...(hasGuardedTopic !== undefined && {hasGuardedTopic}),
	}));
	const known = changed.conversations.get(room);
	return step(
		known ? say(changed, [safeText`${by}: ${roomText(withRole(known, undefined))}`], 'info', room) : changed,
	);
}

export const roomOperatorAnnouncements: Announced<'roomOperatorSet' | 'roomSet'> = {
	roomOperatorSet: (state, {conversation: room, ...set}) => appointed(state, {...set, room}),
	roomSet: (state, {conversation, by, ...settings}) =>
		withSettings(state, conversation, settings, safeText`${by} changed the room`),
};

type Requests = 'kickFromRoom' | 'banFromRoom' | 'unbanFromRoom' | 'roomBans' | 'setRoomOperator' | 'setRoom';

export const roomOperatorReplies: Replies<Requests> = {
	kickFromRoom: (state, {request}) => removed(state, request),
	banFromRoom(state, {request, reply}) {
		const {user, room} = request;
		return reply.removed
			? removed(state, request)
			: step(say(state, [safeText`${user} cannot join ${room}; /unban ${user} ends that`], 'info', room));
	},
	unbanFromRoom: (state, {request: {user, room}}) =>
		step(say(state, [safeText`${user} may join ${room} again`], 'info', room)),
	roomBans(state, {request: {room}, reply: {users, more}}) {
		const lines = users.map(user => safeText`${user} is banned from ${room}`);
		const none = safeText`Nobody is banned from ${room}`;
		return step(say(state, lines.length === 0 ? [none] : shortened(lines, more), 'info', room));
	},
	setRoomOperator: (state, {request}) => appointed(state, {...request, by: YOU}),
	setRoom: (state, {request: {room, ...settings}}) =>
		withSettings(state, room, settings, safeText`You changed the room`),
};
