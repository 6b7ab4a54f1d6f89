/** Defines the commands of rooms: /join, /leave, /rooms, /topic, /invite and /names. */
import {MAX_TOPIC} from '../../protocol/bounds.ts';
import {isRoom} from '../../protocol/conversation-kind.ts';
import type {ConversationId} from '../../protocol/names.ts';
import {safeText} from '../../protocol/text.ts';
import {say} from '../state/chats/saying.ts';
import {invitationsTo} from '../state/relationships/proposals.ts';
import type {State} from '../state/model/state.ts';
import {andThen, step, type Step} from '../state/model/step.ts';
import {anyRoom, room, roomOrInvitation, user} from './addressees.ts';
import {optional, text} from '../../terminal/commands/arguments.ts';
import {defineCommand, type Problem} from './command.ts';
import {sendRequest} from './request.ts';

export const join = defineCommand({
	name: 'join',
	aliases: ['j'],
	group: 'rooms',
	summary: safeText`join a room, which is created if there is none; accepts an invitation`,
	args: {room: anyRoom()},
	run: ({room}, {state}) => sendRequest(state, {type: 'join', room}),
});

export const leave = defineCommand({
	name: 'leave',
	aliases: ['part'],
	group: 'rooms',
	consequence: 'leaves',
	summary: safeText`leave this room or another, or decline an invitation to it`,
	args: {room: optional(roomOrInvitation())},
	run: ({room}, {state}) =>
		inRoom(state, room, here =>
			state.conversations.has(here)
				? sendRequest(state, {type: 'leave', room: here})
				: refuseInvitations(state, here),
		),
});

/** Refuses every invitation to the room: each inviter gets an answer. */
function refuseInvitations(state: State, room: ConversationId): Step {
	return invitationsTo(state, room).reduce<Step>(
		(before, {kind, from}) =>
			andThen(before, next => sendRequest(next, {type: 'answerQuestion', kind, from, room, accept: false})),
		step(state),
	);
}

export const rooms = defineCommand({
	name: 'rooms',
	aliases: ['list', 'channels'],
	group: 'rooms',
	summary: safeText`list all rooms, with those you are in and those you are invited to`,
	run: (_args, {state}) => sendRequest(state, {type: 'rooms'}),
});

export const topic = defineCommand({
	name: 'topic',
	group: 'rooms',
	summary: safeText`show the topic of this room; with a text: change it`,
	args: {text: optional(text())},
	run: ({text}, {state}) =>
		inRoom(state, undefined, room => {
			if (text !== undefined && text.length > MAX_TOPIC)
				return {problem: safeText`The topic is too long; shorten it to ${MAX_TOPIC} characters.`};
			if (text !== undefined) return sendRequest(state, {type: 'setTopic', room, topic: text});
			const {topic = ''} = state.conversations.get(room) ?? {};
			const said =
				topic === ''
					? safeText`${room} has no topic; /topic <text> sets one`
					: safeText`The topic of ${room}: ${topic}`;
			return step(say(state, [said]));
		}),
});

export const invite = defineCommand({
	name: 'invite',
	group: 'rooms',
	consequence: 'sends',
	summary: safeText`invite a user to this room or another`,
	args: {user: user(), room: optional(room())},
	run: ({user, room}, {state}) =>
		inRoom(state, room, here => sendRequest(state, {type: 'invite', user, room: here})),
});

export const names = defineCommand({
	name: 'names',
	group: 'rooms',
	summary: safeText`list who is in this room or another`,
	args: {room: optional(room())},
	run: ({room}, {state}) => inRoom(state, room, here => sendRequest(state, {type: 'names', room: here})),
});

/** Runs a command in the named room, else in the open one. */
function inRoom(
	{open}: State,
	named: ConversationId | undefined,
	run: (room: ConversationId) => Step | Problem,
): Step | Problem {
	const room = named ?? open;
	if (room === undefined || !isRoom(room))
		return {problem: safeText`No room is open here; go to one first. /rooms lists them.`};
	return run(room);
}
