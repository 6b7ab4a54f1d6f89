/** `/topic`: what a room is about. */
import {safeText} from '../../protocol/text.ts';
import {MAX_TOPIC} from '../../protocol/bounds.ts';
import {inRoom} from './in-room.ts';
import {optional, text} from './arguments.ts';
import {asking} from './asking.ts';
import {defineCommand} from './command.ts';

export default defineCommand({
	name: 'topic',
	group: 'rooms',
	summary: safeText`what this room is about; with a text: changes it`,
	args: {text: optional(text())},
	run: ({text}, {state}) =>
		inRoom(state, undefined, room => {
			if (text !== undefined && text.length > MAX_TOPIC)
				return {problem: safeText`The topic is too long; at most ${MAX_TOPIC} characters fit.`};
			if (text !== undefined) return asking(state, {type: 'setTopic', room, topic: text});
			const {topic = ''} = state.conversations.get(room) ?? {};
			return {show: [topic === '' ? safeText`${room} has no topic` : safeText`${room} is about: ${topic}`]};
		}),
});
