/** A command that is about a room: the one that is named, else the open one. */
import {isRoom, type ConversationId} from '../../protocol/names.ts';
import {safeText} from '../../protocol/text.ts';
import type {State} from '../state/model/state.ts';
import type {Outcome} from './command.ts';

export function inRoom(
	{open}: State,
	named: ConversationId | undefined,
	does: (room: ConversationId) => Outcome,
): Outcome {
	const room = named ?? open;
	if (room === undefined || !isRoom(room))
		return {problem: safeText`This is no room; go to one, or name it; /rooms lists them.`};
	return does(room);
}
