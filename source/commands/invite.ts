/** `/invite`: asks somebody into a room. */
import {safeText} from '../../protocol/text.ts';
import {inRoom} from './in-room.ts';
import {optional, room, user} from './arguments.ts';
import {asking} from './asking.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'invite',
	group: 'rooms',
	consequence: 'sends',
	summary: safeText`ask somebody into this room, or another`,
	args: {user: user(), room: optional(room())},
	run: ({user, room}, {state}) =>
		inRoom(state, room, here => asking(state, {type: 'invite', user, room: here})),
});
