/** Defines the events of relationships: blocks, friendships and proposals. */
import type {UserName} from '../../../protocol/names.ts';
import type {Proposal} from '../../../protocol/relationships.ts';
import type {PersistenceOf} from '../persistence.ts';

export type RelationshipEvent =
	| {type: 'blocked'; user: UserName; other: UserName}
	| {type: 'unblocked'; user: UserName; other: UserName}
	| ({type: 'asked'} & Proposal)
	| ({type: 'answered'; accepted: boolean} & Proposal)
	| ({type: 'withdrawn'} & Proposal)
	| {type: 'unfriended'; user: UserName; other: UserName};

export const relationshipPersistence = {
	blocked: 'durable',
	unblocked: 'durable',
	asked: 'durable',
	answered: 'durable',
	withdrawn: 'durable',
	unfriended: 'durable',
} as const satisfies PersistenceOf<RelationshipEvent>;
