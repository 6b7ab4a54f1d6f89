/** What a rule is: given the state, who asks, and the facts, it says which events follow, or refuses. No I/O. */
import type {ConversationId, UserName} from '../../protocol/names.ts';
import type {Refusal} from '../../protocol/refusals.ts';
import type {Message} from '../../protocol/messages.ts';
import type {ReplyOf, RequestOf, RequestType} from '../../protocol/index.ts';
import type {ChatEvent} from './event.ts';
import type {ConnectionId, TokenHash} from './session.ts';
import type {Session} from './session.ts';
import type {State} from './state.ts';

/** What the operator decided when starting the server. Times in milliseconds. */
export type Policy = {
	signUp: 'open' | 'invite' | 'closed';
	/** How long an account stays blocked for an address after {@link WRONG_PASSWORDS} wrong passwords. */
	blockFor: number;
	/** How long somebody whose link broke still counts as present. */
	grace: number;
	/** After so long without doing anything a person is signed out; 0: never. */
	idleLimit: number;
	/** How long a token lasts without being used. */
	tokenLife: number;
};

export const DEFAULT_POLICY: Policy = {
	signUp: 'open',
	blockFor: 60_000,
	grace: 60_000,
	idleLimit: 0,
	tokenLife: 30 * 24 * 3600_000,
};

/** So many wrong passwords in a row block an account for the address they came from. */
export const WRONG_PASSWORDS = 3;
/** Most scripts that use one account at the same time. */
export const MAX_SCRIPTS = 4;

/** What a rule needs to know that time alone calls for. */
export type Moment = Pick<Facts, 'now' | 'uptime' | 'policy'>;

/** Who asks. */
export type Asker = {connection: ConnectionId; address: string; session: Session | undefined};

/** What a rule may not find out by itself: the time, secrets, and the results of slow work done before it. */
export type Facts = {
	/** Milliseconds since 1970; never before the time of an event that was decided earlier. */
	now: number;
	/** Milliseconds of this run, for durations. */
	uptime: number;
	policy: Policy;
	/** Nothing can be stored now: whoever comes in gets no token, and their place in the lobby another time. */
	full?: boolean;
	/** A fresh token and its hash. */
	token: string;
	tokenHash: TokenHash;
	/** The hash of the token that was presented. */
	presented?: TokenHash;
	/** The stored password hash that the given password was found to match; undefined: it matched none. */
	matched?: string | undefined;
	/** The hash of the new password. */
	newPassword?: string;
	/** Connections of the same person that proved to be alive. */
	alive?: ReadonlySet<ConnectionId>;
};

/** At most `limit` messages with `after` < sequence < `before`: those at the `end` that is named. */
export type PageRange = {
	after?: number | undefined;
	before: number;
	limit: number;
	end: 'newest' | 'oldest';
};

/** What a query may read besides the state. */
export interface LogReader {
	/** The messages of a range, in order. */
	read(conversation: ConversationId, range: PageRange): Promise<Message[]>;
	/** The messages right before this sequence, in order: as many as are stored together, and so are read at once. */
	stretch(conversation: ConversationId, before: number): Promise<Message[]>;
}

/** How a query that takes long leaves room for everybody else. */
export interface Pace {
	/**
	 * Does the work when it is this user's turn: one at a time for all, and users take turns. Refused when too many wait, or
	 * when nobody wants it any more by then.
	 */
	turn<T>(user: UserName, isWanted: () => boolean, work: () => Promise<T>): Promise<T | Refusal>;
	/** Whether this turn of the event loop has been used up; then {@link next} is to be awaited. Asked between short pieces of work. */
	isOver(): boolean;
	next(): Promise<void>;
}

/** Events that happen now, all or none, and the answer, which is made after they were applied. */
export type Decision<T extends RequestType> =
	| {
			events: readonly ChatEvent[];
			reply: (logs: LogReader, pace: Pace) => ReplyOf<T> | Refusal | Promise<ReplyOf<T> | Refusal>;
	  }
	| Refusal;

/** The asker of a rule that needs somebody signed in. */
export type Member = Asker & {session: Session};

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

/** Nothing happened but the answer. */
export function answer<T extends RequestType>(reply: ReplyOf<T>): Decision<T> {
	return {events: [], reply: () => reply};
}

export function accountExists(state: State, user: UserName): boolean {
	return state.accounts.byName.has(user);
}
