/** Applies relationship events (friends, blocks, proposals) by the reducer that the server shares. */
import {
	relationshipAfter,
	partiesOf,
	type Relationship,
	type RelationshipEvent,
} from '../../../protocol/relationship-rules.ts';
import type {UserName} from '../../../protocol/names.ts';
import {withoutStrangers} from '../presence/listed.ts';
import {addProposal, removeProposal} from './proposals.ts';
import type {Effect} from '../model/effect.ts';
import type {State} from '../model/state.ts';

function relationshipWith({friends, blocked, proposals, me}: State, other: UserName): Relationship {
	return {
		friends: friends.has(other),
		blockedBy: me && blocked.has(other) ? [me.user] : [],
		proposals: proposals.filter(({from, to}) => from === other || to === other),
	};
}

/** Applies the event to the relationship between the user and another user; dialogs of proposals that are gone close. */
export function applyRelationshipEvent(state: State, event: RelationshipEvent): State {
	const me = state.me?.user;
	const other = partiesOf(event).find(user => user !== me);
	if (me === undefined || other === undefined) return state;
	const before = relationshipWith(state, other);
	const after = relationshipAfter(before, event);
	const gone = before.proposals.filter(proposal => !after.proposals.includes(proposal));
	const come = after.proposals.filter(proposal => !before.proposals.includes(proposal));
	const settled = come.reduce(addProposal, gone.reduce(removeProposal, state));
	const friends = withOrWithout(state.friends, other, after.friends);
	const blocked = withOrWithout(state.blocked, other, after.blockedBy.includes(me));
	return withoutStrangers({...settled, friends, blocked}, [other]);
}

/** Returns the effect that tells the peer layer who the user's friends are, if that has changed. */
export function friendChanges(before: State, {friends, me}: State): readonly Effect[] {
	if (!me || friends === before.friends) return [];
	return [{type: 'friendsAre', friends: [...friends]}];
}

function withOrWithout(all: ReadonlySet<UserName>, user: UserName, isIn: boolean): ReadonlySet<UserName> {
	if (all.has(user) === isIn) return all;
	return new Set(isIn ? [...all, user] : [...all].filter(one => one !== user));
}
