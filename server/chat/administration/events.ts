/** Defines the events of moderation. */
import type {Administrator, Ban} from '../../../protocol/administration.ts';
import type {UserName} from '../../../protocol/names.ts';
import type {PersistenceOf} from '../persistence.ts';

/** Times are milliseconds since 1970. */
export type AdministrationEvent =
	| {type: 'adminAppointed'; user: UserName; by: Administrator; at: number}
	| {type: 'adminDismissed'; user: UserName; by: Administrator; at: number}
	/** The tokens of the user are void. */
	| {type: 'kicked'; user: UserName; by: Administrator; reason?: string; at: number}
	/** Replaces an earlier ban of the user. */
	| ({type: 'banned'} & Ban)
	| {type: 'unbanned'; user: UserName; by: Administrator; at: number}
	/** `password`: the hash of the one-time password. All tokens of the user are void. */
	| {type: 'passwordReset'; user: UserName; password: string; by: Administrator; at: number}
	| {type: 'userDeleted'; user: UserName; by: Administrator; at: number};

export const administrationPersistence = {
	adminAppointed: 'durable',
	adminDismissed: 'durable',
	kicked: 'durable',
	banned: 'durable',
	unbanned: 'durable',
	passwordReset: 'durable',
	userDeleted: 'durable',
} as const satisfies PersistenceOf<AdministrationEvent>;
