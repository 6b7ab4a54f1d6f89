/** Defines the events of signing in and out. */
import type {UserName} from '../../../protocol/names.ts';
import type {PersistenceOf} from '../persistence.ts';
import type {ConnectionId, DeviceId, Session, SessionKind, TokenHash} from '../session.ts';

/** Times are milliseconds since 1970; `uptime`: milliseconds of this run, for durations. */
export type SignInEvent =
	| {type: 'tokenIssued'; user: UserName; device: DeviceId; token: TokenHash; at: number; expires: number}
	| {type: 'tokenRevoked'; user: UserName; token: TokenHash}
	/** `count`: wrong passwords in a row, this one included. `uptime` is of the run in which it happened. */
	| {type: 'passwordFailed'; user: string; address: string; count: number; at: number; uptime: number}
	| {type: 'passwordRight'; user: string; address: string}
	| ({type: 'signedIn'; at: number; uptime: number} & Omit<Session, 'since'>)
	/** `by`: the address that took the session over. */
	| {
			type: 'signedOut';
			connection: ConnectionId;
			user: UserName;
			as: SessionKind;
			device: DeviceId;
			why: SignOutReason;
			by?: string;
			at: number;
			uptime: number;
	  }
	/** The other servers go on without this run of a server, whose sessions have ended. */
	| {type: 'serverLost'; run: number; at: number};

export type SignOutReason =
	| 'signOut'
	| 'linkLost'
	| 'replaced'
	| 'passwordChanged'
	| 'idle'
	| 'kicked'
	| 'banned'
	| 'passwordReset'
	| 'deleted'
	| 'stopping';

export const signInPersistence = {
	tokenIssued: 'durable',
	tokenRevoked: 'durable',
	passwordFailed: 'lazy',
	passwordRight: 'lazy',
	signedIn: 'volatile',
	signedOut: 'volatile',
	serverLost: 'volatile',
} as const satisfies PersistenceOf<SignInEvent>;
