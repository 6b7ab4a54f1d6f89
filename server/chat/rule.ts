/** Defines a rule: a pure function from state, asker, request and facts to events, or a refusal. */
import type {Administrator} from '../../protocol/administration.ts';
import type {ConversationId, UserName} from '../../protocol/names.ts';
import type {Refusal} from '../../protocol/refusals.ts';
import type {Message} from '../../protocol/messages.ts';
import type {ReplyOf, RequestOf, RequestType} from '../../protocol/index.ts';
import type {ChatEvent} from './event.ts';
import type {ConnectionId, Secret, TokenHash, Session} from './session.ts';
import type {State} from './state.ts';

/** The options that the operator has chosen at the start. Times in milliseconds. */
export type Policy = {
	signUp: 'open' | 'invite' | 'closed';
	/** Whether members who are not admins make invite codes. */
	memberInvites: boolean;
	/** Users who become admins at the start; until they have an account, nobody may sign up with their names. */
	admins: readonly UserName[];
	/** How long an account stays blocked for an address after {@link WRONG_PASSWORDS} wrong passwords. */
	blockFor: number;
	/** Grace period: how long a user whose link broke stays present. */
	grace: number;
	/** Idle time after which a user is signed out; 0: never. */
	idleLimit: number;
	/** Lifetime of an unused token. */
	tokenLife: number;
	/** How long messages are kept; 0: for ever. */
	retain: number;
	/** Maximum screens of an account at once. */
	screens: number;
	/** Maximum bytes of the files of one account and of all together, 0: none is kept; and how long a file is kept. */
	files: {perAccount: number; total: number; life: number};
};

export const DEFAULT_POLICY: Policy = {
	signUp: 'open',
	memberInvites: false,
	admins: [],
	blockFor: 60_000,
	grace: 60_000,
	idleLimit: 0,
	tokenLife: 30 * 24 * 3600_000,
	retain: 0,
	screens: 1,
	files: {perAccount: 1024 ** 3, total: 10 * 1024 ** 3, life: 30 * 24 * 3600_000},
};

/** Maximum wrong passwords in a row before the account is blocked for the address they came from. */
export const WRONG_PASSWORDS = 3;
/** Maximum scripts signed in to one account at the same time. */
export const MAX_SCRIPTS = 4;

/** The facts for a rule that time triggers, without a request. */
export type Moment = Pick<Facts, 'now' | 'uptime' | 'policy' | 'servers' | 'isStoring'>;

/** The connection that sent the request. `isOperator`: the operator asks, on the machine of the server, without a connection. */
export type Asker = {
	connection: ConnectionId;
	address: string;
	session: Session | undefined;
	isOperator?: true;
};

/** The inputs that a rule does not fetch itself: the time, secrets, and the results of slow work. */
export type Facts = {
	/** Milliseconds since 1970; never before the time of an event that was decided earlier. */
	now: number;
	/** Milliseconds of this run, for durations. */
	uptime: number;
	policy: Policy;
	/** The addresses of all servers, where there are several. */
	servers?: readonly string[] | undefined;
	/** Whether the record answers, where there is one. */
	isStoring?: boolean | undefined;
	/** The disk is full: a sign-in issues no token, and a new user joins the lobby later. */
	full?: boolean;
	/** A fresh token and its hash. */
	token: string;
	tokenHash: TokenHash;
	/** A fresh invite code; empty where the type of the request needs none. */
	inviteCode: string;
	/** Fresh secrets; empty ones where the type of the request needs none. */
	secrets: readonly [Secret, Secret];
	/** The hash of the presented token. */
	presented?: TokenHash;
	/** The stored password hash that the given password matches; undefined if it matches none. */
	matched?: string | undefined;
	/** The hash of the new password. */
	newPassword?: string;
	/** A fresh one-time password, whose hash is `newPassword`. */
	oneTimePassword?: string;
	/** Connections of the same user that have answered a probe. */
	alive?: ReadonlySet<ConnectionId>;
	/** The message to be changed. */
	target?: Message;
	/** The identity that was proved to belong to the asker. */
	identity?: {certificate: string; fingerprint: string};
};

/** A range of at most `limit` messages with `after` < sequence < `before`, from its newest or oldest `end`. */
export type PageRange = {
	after?: number | undefined;
	before: number;
	limit: number;
	end: 'newest' | 'oldest';
};

/** Reads stored messages for a query. */
export interface LogReader {
	/** Reads the messages of a range, in order. */
	read(conversation: ConversationId, range: PageRange): Promise<Message[]>;
	/** Reads the messages right before this sequence and from `first` on, in order: as many as one file holds. */
	stretch(conversation: ConversationId, before: number, first: number): Promise<Message[]>;
	/** Tells whether the file of this message may hold messages with all of these words; false only if it has none. @param words folded */
	mayHold(conversation: ConversationId, sequence: number, words: readonly string[]): Promise<boolean>;
}

/** Schedules long queries fairly. */
export interface Pace {
	/**
	 * Runs the work when it is this user's turn: one query at a time, users round-robin.
	 * @returns a refusal when too many wait, or when the result is not wanted any more
	 */
	turn<T>(user: UserName, isWanted: () => boolean, work: () => Promise<T>): Promise<T | Refusal>;
	/** Tells whether the time slice of this turn is used up; then the query awaits {@link next}. Called between short pieces of work. */
	isOver(): boolean;
	next(): Promise<void>;
}

/** The events that the server commits, all or none, and the reply, which is made after they are applied. */
export type Decision<T extends RequestType> =
	| {
			events: readonly ChatEvent[];
			reply: (logs: LogReader, pace: Pace) => ReplyOf<T> | Refusal | Promise<ReplyOf<T> | Refusal>;
	  }
	| Refusal;

/** An asker who is signed in. */
type Member = Asker & {session: Session};

export type OpenRule<T extends RequestType> = (
	state: State,
	asker: Asker,
	request: RequestOf<T>,
	facts: Facts,
) => Decision<T>;
export type MemberRule<T extends RequestType> = (
	state: State,
	asker: Member,
	request: RequestOf<T>,
	facts: Facts,
) => Decision<T>;

/** Decides on a request that the operator may make, too; the caller has checked that `by` may. */
export type AdminRule<T extends RequestType> = (
	state: State,
	by: Administrator,
	request: RequestOf<T>,
	facts: Facts,
) => Decision<T>;

/** Decides on a reply without events. */
export function answer<T extends RequestType>(reply: ReplyOf<T>): Decision<T> {
	return {events: [], reply: () => reply};
}

export function accountExists(state: State, user: UserName): boolean {
	return state.accounts.byName.has(user);
}
