/** Defines the commands of a room's operators: /kick, /ban, /unban, /bans, /op, /deop and /room. */
import {MAX_REASON} from '../../protocol/bounds.ts';
import {isRoom} from '../../protocol/conversation-kind.ts';
import type {ConversationId} from '../../protocol/names.ts';
import {safeText} from '../../protocol/text.ts';
import {oneOf, optional, text} from '../../terminal/commands/arguments.ts';
import {say} from '../state/chats/saying.ts';
import {roomText} from '../state/chats/rooms.ts';
import {step, type Step} from '../state/model/step.ts';
import {anyUser, user} from './addressees.ts';
import {defineCommand, type Context, type Problem} from './command.ts';
import {sendRequest} from './request.ts';

export const kick = defineCommand({
	name: 'kick',
	group: 'rooms',
	consequence: 'ends',
	summary: safeText`remove a user from this room, with a reason; they may join again`,
	details: [safeText`For the owner and the operators of the room; the owner cannot be removed.`],
	args: {user: user(), reason: optional(text('reason'))},
	run: ({user, reason}, context) =>
		isTooLong(reason) ?? inOpenRoom(context, room => ({type: 'kickFromRoom', room, user, ...given(reason)})),
});

export const ban = defineCommand({
	name: 'ban',
	group: 'rooms',
	consequence: 'ends',
	summary: safeText`keep a user out of this room until /unban, with a reason`,
	details: [safeText`For the owner and the operators of the room. Nobody can invite the user meanwhile.`],
	args: {user: user(), reason: optional(text('reason'))},
	run: ({user, reason}, context) =>
		isTooLong(reason) ?? inOpenRoom(context, room => ({type: 'banFromRoom', room, user, ...given(reason)})),
});

export const unban = defineCommand({
	name: 'unban',
	group: 'rooms',
	summary: safeText`let a banned user into this room again`,
	args: {user: anyUser()},
	run: ({user}, context) => inOpenRoom(context, room => ({type: 'unbanFromRoom', room, user})),
});

export const bans = defineCommand({
	name: 'bans',
	group: 'rooms',
	summary: safeText`list who is banned from this room`,
	run: (_args, context) => inOpenRoom(context, room => ({type: 'roomBans', room})),
});

export const op = defineCommand({
	name: 'op',
	group: 'rooms',
	summary: safeText`make a member an operator of this room`,
	details: [
		safeText`For the owner of the room, who is whoever made it. When the owner leaves, the operator for longest is the next.`,
		safeText`Operators remove and ban others, invite into a private room, and set who may enter. /names marks them with @, the owner with ~.`,
	],
	args: {user: user()},
	run: ({user}, context) =>
		inOpenRoom(context, room => ({type: 'setRoomOperator', room, user, operator: true})),
});

export const deop = defineCommand({
	name: 'deop',
	group: 'rooms',
	summary: safeText`make an operator of this room an ordinary member again; also yourself`,
	args: {user: user()},
	run: ({user}, context) =>
		inOpenRoom(context, room => ({type: 'setRoomOperator', room, user, operator: false})),
});

const SETTINGS = {
	private: {private: true},
	open: {private: false},
	operators: {guardedTopic: true},
	everybody: {guardedTopic: false},
} as const;

export const room = defineCommand({
	name: 'room',
	group: 'rooms',
	summary: safeText`show who may enter this room and set its topic, or change that`,
	details: [
		safeText`/room private: only users whom an operator has invited join; /room open: everybody does.`,
		safeText`/room topic operators: only operators set the topic; /room topic everybody: every member does.`,
	],
	args: {
		setting: optional(oneOf('private|open|topic', ['private', 'open', 'topic'] as const)),
		who: optional(oneOf('who', ['operators', 'everybody'] as const)),
	},
	run({setting, who}, context) {
		const {state} = context;
		const {open} = state;
		if (setting === undefined) {
			const known = open === undefined ? undefined : state.conversations.get(open);
			return known && isRoom(known.id) ? step(say(state, [roomText(known)])) : noRoom(context);
		}

		const chosen = setting === 'topic' ? who : who === undefined ? setting : undefined;
		if (chosen === undefined)
			return {
				problem: safeText`Usage: /room private, /room open, /room topic operators or /room topic everybody.`,
			};
		return inOpenRoom(context, here => ({type: 'setRoom', room: here, ...SETTINGS[chosen]}));
	},
});

function inOpenRoom(
	context: Context,
	request: (room: ConversationId) => Parameters<typeof sendRequest>[1],
): Step | Problem {
	const {state} = context;
	return state.open !== undefined && isRoom(state.open)
		? sendRequest(state, request(state.open))
		: noRoom(context);
}

/** Admins have commands of like names for the whole server. */
function noRoom({me}: Context): Problem {
	return {
		problem: me.isAdmin
			? safeText`No room is open here; go to one first. The commands for the whole server begin with /server-.`
			: safeText`No room is open here; go to one first. /rooms lists them.`,
	};
}

function isTooLong(reason: string | undefined): Problem | undefined {
	return reason !== undefined && reason.length > MAX_REASON
		? {problem: safeText`The reason is too long; shorten it to ${MAX_REASON} characters.`}
		: undefined;
}

const given = (reason: string | undefined) => (reason === undefined ? {} : {reason: reason.trim()});
