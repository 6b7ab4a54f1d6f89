/** `/names`: who is in a room. */
import {safeText} from '../../protocol/text.ts';
import {inRoom} from './in-room.ts';
import {optional, room} from './arguments.ts';
import {asking} from './asking.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'names',
	group: 'rooms',
	summary: safeText`who is in this room, or another`,
	args: {room: optional(room())},
	run: ({room}, {state}) => inRoom(state, room, here => asking(state, {type: 'names', room: here})),
});
