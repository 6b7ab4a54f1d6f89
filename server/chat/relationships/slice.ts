/** Defines the slice of relationships: blocks, friendships and open proposals. */
import {z} from 'zod';
import {
	relationshipAfter,
	partiesOf,
	type Relationship,
	type RelationshipEvent,
} from '../../../protocol/relationship-rules.ts';
import {userNameSchema} from '../../../protocol/name-schemas.ts';
import type {UserName} from '../../../protocol/names.ts';
import {proposal, type Proposal} from '../../../protocol/relationships.ts';
import type {Slice} from '../slice.ts';
import {storedList} from '../stored-bounds.ts';

/** A set of users; a list in the file. Once a snapshot holds it, it is not changed any more: another one takes its place. */
class People extends Set<UserName> {
	#isHeld = false;

	get isHeld(): boolean {
		return this.#isHeld;
	}

	hold(): this {
		this.#isHeld = true;
		return this;
	}

	toJSON(): UserName[] {
		return [...this];
	}
}

type Others = Map<UserName, People>;

type Relationships = {
	/** The users whom each user has blocked. */
	blocked: Others;
	/** The users who have blocked each user: the same, the other way round. */
	blockers: Others;
	/** Each friendship is stored under both users. */
	friends: Others;
	/** By {@link proposalKey}. */
	proposals: Map<string, Proposal>;
	/** The keys of the proposals to and from each user. */
	proposalsOf: Map<UserName, Set<string>>;
};

/** Returns the key of a proposal: one of a kind between two users; of invitations, one for each room. */
export function proposalKey({kind, from, to, room}: Omit<Proposal, 'at'>): string {
	return `${kind} ${from} ${to} ${room ?? ''}`;
}

/** Returns the set of the user's others, to be changed. */
function ownOthers(map: Others, user: UserName): People {
	const others = map.get(user);
	if (others && !others.isHeld) return others;
	const own = new People(others);
	map.set(user, own);
	return own;
}

function put(map: Others, user: UserName, other: UserName): void {
	if (!map.get(user)?.has(other)) ownOthers(map, user).add(other);
}

function remove(map: Others, user: UserName, other: UserName): void {
	const others = map.get(user);
	if (!others?.has(other)) return;
	if (others.size === 1) map.delete(user);
	else ownOthers(map, user).delete(other);
}

function addProposal({proposals, proposalsOf}: Relationships, proposal: Proposal): void {
	const key = proposalKey(proposal);
	proposals.set(key, proposal);
	for (const user of [proposal.from, proposal.to])
		proposalsOf.set(user, (proposalsOf.get(user) ?? new Set()).add(key));
}

function removeProposal({proposals, proposalsOf}: Relationships, proposal: Proposal): void {
	const key = proposalKey(proposal);
	proposals.delete(key);
	for (const user of [proposal.from, proposal.to]) {
		const own = proposalsOf.get(user);
		own?.delete(key);
		if (own?.size === 0) proposalsOf.delete(user);
	}
}

/** Lists the open proposals to and from a user. */
export function proposalsWith(
	{proposals, proposalsOf}: Pick<Relationships, 'proposals' | 'proposalsOf'>,
	user: UserName,
): Proposal[] {
	return [...(proposalsOf.get(user) ?? [])].flatMap(key => proposals.get(key) ?? []);
}

function relationshipOf(relationships: Relationships, one: UserName, other: UserName): Relationship {
	const {blocked, friends} = relationships;
	const hasBlocked = (user: UserName, by: UserName) => blocked.get(by)?.has(user) ?? false;
	return {
		friends: friends.get(one)?.has(other) ?? false,
		blockedBy: [...(hasBlocked(other, one) ? [one] : []), ...(hasBlocked(one, other) ? [other] : [])],
		proposals: proposalsWith(relationships, one).filter(({from, to}) => from === other || to === other),
	};
}

/** Applies an event to the relationship of its two users. */
function applyBetween(relationships: Relationships, event: RelationshipEvent): void {
	const {blocked, blockers, friends} = relationships;
	const [one, other] = partiesOf(event);
	const before = relationshipOf(relationships, one, other);
	const after = relationshipAfter(before, event);
	for (const [user, by] of [
		[other, one],
		[one, other],
	] as const) {
		(after.friends ? put : remove)(friends, by, user);
		const change = after.blockedBy.includes(by) ? put : remove;
		change(blocked, by, user);
		change(blockers, user, by);
	}

	for (const proposal of before.proposals)
		if (!after.proposals.includes(proposal)) removeProposal(relationships, proposal);
	for (const proposal of after.proposals) addProposal(relationships, proposal);
}

const pairs = storedList(z.strictObject({user: userNameSchema, others: storedList(userNameSchema)}));
const schema = z.strictObject({blocked: pairs, friends: pairs, proposals: storedList(proposal)});
type Part = z.infer<typeof schema>;
type Captured = Record<'blocked' | 'friends', ReturnType<typeof toPairs>> & {proposals: Proposal[]};
const TYPES = ['blocked', 'unblocked', 'asked', 'answered', 'withdrawn', 'unfriended'];

const toPairs = (map: Others) => [...map].map(([user, others]) => ({user, others: others.hold()}));

export const relationships: Slice<Relationships, Part, Captured> = {
	empty: () => ({
		blocked: new Map(),
		blockers: new Map(),
		friends: new Map(),
		proposals: new Map(),
		proposalsOf: new Map(),
	}),
	apply: {
		blocked: applyBetween,
		unblocked: applyBetween,
		asked: applyBetween,
		answered: applyBetween,
		withdrawn: applyBetween,
		unfriended: applyBetween,
	},
	keys: event => (TYPES.includes(event.type) ? ['relationships'] : []),
	dump: ({blocked, friends, proposals}) => ({
		blocked: toPairs(blocked),
		friends: toPairs(friends),
		proposals: [...proposals.values()],
	}),
	load(relationships, _key, part) {
		const {blocked, blockers, friends} = relationships;
		for (const {user, others} of part.blocked) {
			blocked.set(user, new People(others));
			for (const other of others) put(blockers, other, user);
		}

		for (const {user, others} of part.friends) friends.set(user, new People(others));
		for (const each of part.proposals) addProposal(relationships, each);
	},
	schema,
};
