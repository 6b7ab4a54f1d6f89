/** Defines the operator's commands of rooms: /rooms and /delete-room. */
import {isRoom} from '../../../protocol/conversation-kind.ts';
import {timeText} from '../../../protocol/clock-time.ts';
import {counted} from '../../../protocol/counted.ts';
import {roomName, type ConversationId} from '../../../protocol/names.ts';
import {isRefusal, sentence} from '../../../protocol/refusals.ts';
import {quotation, safeText} from '../../../protocol/text.ts';
import type {ArgumentKind} from '../../../terminal/commands/command.ts';
import {shown} from '../../../terminal/commands/shown-word.ts';
import {roomExists} from '../../chat/rooms/joining-and-leaving.ts';
import type {State} from '../../chat/state.ts';
import {alone} from '../alone.ts';
import {defineOperatorCommand, type OperatorCommand, type OperatorContext} from '../command.ts';
import {columns, report} from '../report.ts';

const group = 'rooms' as const;
const HEAD = ['room', 'members', 'messages', 'last', 'topic'] as const;

/** Lists the rooms, the one written to last first. */
function roomsOf(state: State) {
	return [...state.conversations.byId.values()]
		.filter(({id}) => isRoom(id) && roomExists(state, id))
		.map(({id: room, members, first, last, lastAt, topic}) => ({
			room,
			members: members.size,
			messages: last + 1 - first,
			lastAt,
			topic,
		}))
		.sort((one, other) => other.lastAt - one.lastAt);
}

/** Accepts a room that there is; completes to all of them. */
function room(): ArgumentKind<ConversationId, OperatorContext> {
	return {
		label: '#room',
		parse(word, {server}) {
			const name = roomName(word);
			return name !== undefined && roomExists(server.state, name)
				? {value: name}
				: {problem: safeText`There is no room ${shown(word)}; /rooms lists them.`};
		},
		complete: ({server}) => roomsOf(server.state).map(each => each.room),
	};
}

const rooms = defineOperatorCommand({
	name: 'rooms',
	group,
	summary: safeText`list all rooms: members, messages, when the last one came, and the topic`,
	run(_args, {server}) {
		const listed = roomsOf(server.state);
		const rows = listed.map(({room, members, messages, lastAt, topic}) => [
			room,
			String(members),
			String(messages),
			lastAt === 0 ? '' : timeText(lastAt),
			topic === '' ? '' : quotation(topic),
		]);
		const lines = rows.length > 0 ? columns(HEAD, rows) : [safeText`There are no rooms.`];
		return {lines, json: listed};
	},
});

const deleteRoom = defineOperatorCommand({
	name: 'delete-room',
	group,
	consequence: 'ends',
	summary: safeText`delete a room for good, with its messages; its name may be used again`,
	details: [
		safeText`Its members are told. Copies of the database keep what they have.`,
		safeText`From a shell, room:name is #name, and needs no quotes.`,
	],
	args: {room: room()},
	run({room}, {server}) {
		const {members = 0, messages = 0} = roomsOf(server.state).find(each => each.room === room) ?? {};
		return {
			confirm: safeText`Delete ${room} for good? It has ${counted(members, 'member')} and ${counted(messages, 'message')}.`,
			go: async () =>
				alone(server.folder, async () => {
					const reply = await server.operate({type: 'deleteRoom', room});
					if (isRefusal(reply)) return {problem: sentence(reply)};
					server.store.checkpointSoon(); // which removes the messages from the disk
					const forgotten = counted(reply.messages, 'message is', 'messages are');
					return report(safeText`${room} is deleted; ${forgotten} forgotten.`);
				}),
		};
	},
});

export const roomCommands: readonly OperatorCommand[] = [rooms, deleteRoom];
