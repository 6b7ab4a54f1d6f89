/** Defines the operator's commands of rooms: /rooms. */
import {isRoom} from '../../../protocol/conversation-kind.ts';
import {timeText} from '../../../protocol/clock-time.ts';
import {safeText} from '../../../protocol/text.ts';
import {defineOperatorCommand} from '../command.ts';
import {columns} from '../report.ts';

const HEAD = ['room', 'members', 'messages', 'last', 'topic'] as const;

export const rooms = defineOperatorCommand({
	name: 'rooms',
	group: 'rooms',
	summary: safeText`list all rooms: members, messages, when the last one came, and the topic`,
	run(_args, {server}) {
		const all = [...server.state.conversations.byId.values()].filter(({id}) => isRoom(id));
		const listed = all
			.map(({id: room, members, last, lastAt, topic}) => ({
				room,
				members: members.size,
				messages: last,
				lastAt,
				topic,
			}))
			.sort((one, other) => other.lastAt - one.lastAt);
		const rows = listed.map(({room, members, messages, lastAt, topic}) => [
			room,
			String(members),
			String(messages),
			lastAt === 0 ? '' : timeText(lastAt),
			topic,
		]);
		const lines = rows.length > 0 ? columns(HEAD, rows) : [safeText`There are no rooms.`];
		return {lines, json: listed};
	},
});
