/** `/leave`: leaves a room. */
import {safeText} from '../../protocol/text.ts';
import {inRoom} from './in-room.ts';
import {optional, room} from './arguments.ts';
import {asking} from './asking.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'leave',
	aliases: ['part'],
	group: 'rooms',
	summary: safeText`leave a room, this one or another`,
	args: {room: optional(room())},
	run: ({room}, {state}) => inRoom(state, room, here => asking(state, {type: 'leave', room: here})),
});
