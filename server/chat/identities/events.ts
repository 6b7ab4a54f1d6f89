/** Defines the events of identities. */
import type {UserName} from '../../../protocol/names.ts';
import type {PersistenceOf} from '../persistence.ts';
import type {ConnectionId} from '../session.ts';

/** Times are milliseconds since 1970. */
export type IdentityEvent =
	| {type: 'nonceIssued'; connection: ConnectionId; nonce: string}
	| {type: 'nonceUsed'; connection: ConnectionId}
	/** Replaces the user's identity. */
	| {type: 'identityRegistered'; user: UserName; certificate: string; fingerprint: string; at: number};

export const identityPersistence = {
	nonceIssued: 'volatile',
	nonceUsed: 'volatile',
	identityRegistered: 'durable',
} as const satisfies PersistenceOf<IdentityEvent>;
