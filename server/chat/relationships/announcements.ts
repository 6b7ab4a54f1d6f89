/** Announces proposals and the end of friendships, but no blocks. */
import type {Announcement} from '../../../protocol/index.ts';
import type {Proposal} from '../../../protocol/relationships.ts';
import type {Announcers, Announcing} from '../audience.ts';
import {screensOf} from '../people.ts';
import type {State} from '../state.ts';

function toBoth(
	state: State,
	{from, to}: Pick<Proposal, 'from' | 'to'>,
	announcement: Announcement,
): Announcing[] {
	return [{to: screensOf(state, [from, to]), announcement}];
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
};
