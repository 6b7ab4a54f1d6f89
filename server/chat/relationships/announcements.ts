/** Announces proposals, the end of friendships, and blocks to other screens of the user alone. */
import type {Announcement} from '../../../protocol/index.ts';
import type {Proposal} from '../../../protocol/relationships.ts';
import type {Announcers, Announcing} from '../audience.ts';
import type {EventOf} from '../event.ts';
import {screensOf} from '../people.ts';
import {topicsBy} from '../conversations/hiding.ts';
import type {State} from '../state.ts';

function toBoth(
	state: State,
	{from, to}: Pick<Proposal, 'from' | 'to'>,
	announcement: Announcement,
): Announcing[] {
	return [{to: screensOf(state, [from, to]), announcement}];
}

/** Whoever is blocked hears nothing. */
function toOwnScreens(state: State, {type, user, other}: EventOf<'blocked' | 'unblocked'>): Announcing[] {
	const to = screensOf(state, [user]);
	if (to.length < 2) return [];
	return [{to, announcement: {type, user: other, ...topicsBy(state, other, user)}}];
}

export const relationshipAnnouncers: Announcers = {
	asked: (state, event) => toBoth(state, event, event),
	answered: (state, event) => toBoth(state, event, event),
	withdrawn: (state, event) => toBoth(state, event, event),
	unfriended(state, {user, other}) {
		return [
			{to: screensOf(state, [other]), announcement: {type: 'unfriended', user}},
			{to: screensOf(state, [user]), announcement: {type: 'unfriended', user: other}},
		];
	},
	blocked: (state, event) => toOwnScreens(state, event),
	unblocked: (state, event) => toOwnScreens(state, event),
};
