/** Defines relationships: blocks, friendships, and proposals (friend requests and invitations). */
import {z} from 'zod';
import {list, MAX_CONVERSATIONS, MAX_TOPIC, time} from './bounds.ts';
import {defineAnnouncements, defineRequests} from './definition.ts';
import {roomNameSchema, userNameSchema, type UserName} from './names.ts';

const kind = z.enum(['friend', 'invitation']);

/** A proposal: a friend request, or an invitation into a room, that its recipient has not answered. */
export const proposal = z.object({
	kind,
	from: userNameSchema,
	to: userNameSchema,
	room: roomNameSchema.optional(),
	at: time,
});
export type Proposal = z.infer<typeof proposal>;

/** `topics`: the topics that the other user has set in the user's rooms, as the client shows them from now on. */
const topicsChanged = z.object({
	topics: list(
		z.object({room: roomNameSchema, topic: z.string().max(MAX_TOPIC)}),
		MAX_CONVERSATIONS,
	).optional(),
});
const user = userNameSchema;

export const relationshipRequests = defineRequests({
	block: {fields: {user}, reply: topicsChanged},
	unblock: {fields: {user}, reply: topicsChanged},
	/** Sends a friend request, which `unfriend` withdraws; accepts the other user's request if there is one. */
	befriend: {fields: {user}, reply: z.object({friends: z.boolean()})},
	unfriend: {fields: {user}, reply: z.object({})},
	/** Accepts or declines a proposal. */
	answerQuestion: {
		fields: {kind, from: userNameSchema, room: roomNameSchema.optional(), accept: z.boolean()},
		reply: z.object({}),
	},
});

export const relationshipAnnouncements = defineAnnouncements({
	/** A proposal to the recipient. */
	asked: proposal,
	/** A proposal of the recipient was answered, or one to the recipient on another screen. */
	answered: proposal.extend({accepted: z.boolean()}),
	withdrawn: proposal,
	unfriended: z.object({user}),
	/** The recipient has blocked or unblocked `user` on another screen. */
	blocked: topicsChanged.extend({user}),
	unblocked: topicsChanged.extend({user}),
});

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
