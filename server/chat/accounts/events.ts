/** Defines the events of accounts. */
import type {UserName} from '../../../protocol/names.ts';
import type {PersistenceOf} from '../persistence.ts';

/** Times are milliseconds since 1970. `password`: its hash. */
export type AccountEvent =
	| {type: 'accountCreated'; user: UserName; password: string; phone?: string; at: number}
	| {type: 'passwordChanged'; user: UserName; password: string; at: number}
	/** The same password under a hash of another cost. */
	| {type: 'passwordRehashed'; user: UserName; password: string}
	| {type: 'seen'; user: UserName; at: number};

export const accountPersistence = {
	accountCreated: 'durable',
	passwordChanged: 'durable',
	passwordRehashed: 'durable',
	seen: 'lazy',
} as const satisfies PersistenceOf<AccountEvent>;
