/** `/join`: goes into a room. */
import {safeText} from '../../protocol/text.ts';
import {anyRoom} from './arguments.ts';
import {asking} from './asking.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'join',
	aliases: ['j'],
	group: 'rooms',
	summary: safeText`go into a room, which is made if there is none; accepts an invitation`,
	args: {room: anyRoom()},
	run: ({room}, {state}) => asking(state, {type: 'join', room}),
});
