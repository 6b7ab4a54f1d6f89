/** Defines the events of invite codes. */
import type {Administrator} from '../../../protocol/administration.ts';
import type {UserName} from '../../../protocol/names.ts';
import type {PersistenceOf} from '../persistence.ts';

/** Times are milliseconds since 1970. */
export type InviteCodeEvent =
	/** Without `left` it lets in any number of newcomers; without `expires` it never ends. */
	| {type: 'inviteCodeMade'; code: string; left?: number; expires?: number; by: Administrator; at: number}
	| {type: 'inviteCodeUsed'; code: string; user: UserName; at: number}
	| {type: 'inviteCodeRevoked'; code: string; by: Administrator}
	/** Codes that have ended are kept for a while, so that who comes late hears why; then they are forgotten. */
	| {type: 'inviteCodesForgotten'; codes: readonly string[]};

export const inviteCodePersistence = {
	inviteCodeMade: 'durable',
	inviteCodeUsed: 'durable',
	inviteCodeRevoked: 'durable',
	inviteCodesForgotten: 'durable',
} as const satisfies PersistenceOf<InviteCodeEvent>;
