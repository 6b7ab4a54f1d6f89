/** Applies the events of a room's operators to its rights, in the slice of conversations. */
import type {ConversationId} from '../../../protocol/names.ts';
import type {Conversation} from './conversation.ts';
import {afterEvent, NO_RIGHTS, type Rights, type RoomOperatorEvent} from './rights.ts';

type Rooms = {readonly byId: ReadonlyMap<ConversationId, Conversation>};

/** Returns the rights in a room; one of which nothing is left begins anew. */
export function rightsOf({members, first, last, topic, rights = NO_RIGHTS}: Conversation): Rights {
	return members.size === 0 && first > last && topic === '' ? NO_RIGHTS : rights;
}

function changeRights({byId}: Rooms, event: RoomOperatorEvent): void {
	const room = byId.get(event.conversation);
	if (room) room.rights = afterEvent(rightsOf(room), event);
}

export const rightsAppliers = {
	roomBanned: changeRights,
	roomUnbanned: changeRights,
	roomOperatorSet: changeRights,
	roomSet: changeRights,
};
