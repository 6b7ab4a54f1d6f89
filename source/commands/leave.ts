/** `/leave`: leaves a room, or refuses an invitation to it. */
import type {ConversationId} from '../../protocol/names.ts';
import {safeText} from '../../protocol/text.ts';
import {invitationsTo} from '../state/dialogs/questions.ts';
import type {State} from '../state/model/state.ts';
import {inRoom} from './in-room.ts';
import {optional, roomOrInvitation} from './arguments.ts';
import {asking} from './asking.ts';
import {defineCommand, type Outcome} from './command.ts';

export default defineCommand({
	name: 'leave',
	aliases: ['part'],
	group: 'rooms',
	consequence: 'leaves',
	summary: safeText`leave a room, this one or another, or refuse an invitation to it`,
	args: {room: optional(roomOrInvitation())},
	run: ({room}, {state}) =>
		inRoom(state, room, here =>
			state.conversations.has(here) ? asking(state, {type: 'leave', room: here}) : refusing(state, here),
		),
});

/** Each of those who invite one there has asked. */
function refusing(state: State, room: ConversationId): Outcome {
	const asked = invitationsTo(state, room).map(({kind, from}) =>
		asking(state, {type: 'answerQuestion', kind, from, room, accept: false}),
	);
	return {effects: asked.flatMap(({effects = []}) => effects)};
}
