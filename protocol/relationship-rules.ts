/** Applies events to the relationship of two users, in the same way at the server and at clients. */
import type {UserName} from './names.ts';
import type {Proposal} from './relationships.ts';

/** The relationship of two users. */
export type Relationship = {
	readonly friends: boolean;
	/** Which of the two have blocked the other. */
	readonly blockedBy: readonly UserName[];
	/** The proposals from one of them to the other. */
	readonly proposals: readonly Proposal[];
};

export type RelationshipEvent =
	| {readonly type: 'blocked' | 'unblocked' | 'unfriended'; readonly user: UserName; readonly other: UserName}
	| ({readonly type: 'asked' | 'withdrawn'} & Proposal)
	| ({readonly type: 'answered'; readonly accepted: boolean} & Proposal);

type ProposalKey = Pick<Proposal, 'kind' | 'from' | 'to' | 'room'>;

/** Compares proposals: a user has at most one of a kind with another user; of invitations, one for each room. */
export function isSameProposal(one: ProposalKey, other: ProposalKey): boolean {
	return one.kind === other.kind && one.from === other.from && one.to === other.to && one.room === other.room;
}

/** Returns the two users of the event. */
export function partiesOf(event: RelationshipEvent): [UserName, UserName] {
	return 'from' in event ? [event.from, event.to] : [event.user, event.other];
}

/** Applies an event to a relationship. A block ends the friendship and every proposal between the two. */
export function relationshipAfter(relationship: Relationship, event: RelationshipEvent): Relationship {
	switch (event.type) {
		case 'blocked':
			return {
				friends: false,
				blockedBy: [...without(relationship.blockedBy, event.user), event.user],
				proposals: [],
			};
		case 'unblocked':
			return {...relationship, blockedBy: without(relationship.blockedBy, event.user)};
		case 'unfriended':
			return {...relationship, friends: false};
		case 'asked': {
			const {type: _type, ...proposal} = event;
			return {...relationship, proposals: [...others(relationship.proposals, proposal), proposal]};
		}

		case 'withdrawn':
			return {...relationship, proposals: others(relationship.proposals, event)};
		case 'answered': {
			const left = others(relationship.proposals, event);
			if (event.kind !== 'friend' || !event.accepted) return {...relationship, proposals: left};
			// Two who sent each other friend requests need not answer twice.
			return {...relationship, friends: true, proposals: left.filter(({kind}) => kind !== 'friend')};
		}
	}
}

function without(users: readonly UserName[], user: UserName): readonly UserName[] {
	return users.filter(one => one !== user);
}

function others(proposals: readonly Proposal[], proposal: ProposalKey): readonly Proposal[] {
	return proposals.filter(one => !isSameProposal(one, proposal));
}
