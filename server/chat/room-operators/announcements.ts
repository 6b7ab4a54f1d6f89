/** Announces new operators and settings of a room to its members; a ban is announced as the leaving of the banned user. */
import type {AnnouncementOf} from '../../../protocol/index.ts';
import type {Announcers, Announcing} from '../audience.ts';
import {connectionsOf, presentMembersOf} from '../people.ts';
import type {State} from '../state.ts';

function toMembers(
	state: State,
	announcement: AnnouncementOf<'roomOperatorSet'> | AnnouncementOf<'roomSet'>,
): Announcing[] {
	return [{to: connectionsOf(state, presentMembersOf(state, announcement.conversation)), announcement}];
}

export const roomOperatorAnnouncers: Announcers = {roomOperatorSet: toMembers, roomSet: toMembers};
