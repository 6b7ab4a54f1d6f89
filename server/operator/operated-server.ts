/** Declares the port through which the operator sees and changes the running server, and starts and stops it. */
import type {ReplyOf, RequestOf, RequestType} from '../../protocol/index.ts';
import type {UserName} from '../../protocol/names.ts';
import type {Refusal} from '../../protocol/refusals.ts';
import type {SafeText} from '../../protocol/text.ts';
import type {Problem} from '../../terminal/commands/command.ts';
import type {Policy} from '../chat/rule.ts';
import type {SessionKind} from '../chat/session.ts';
import type {State} from '../chat/state.ts';
import type {Log} from '../log/log-entry.ts';
import type {Store} from '../store/store.ts';

/** A connection. Without a `user` it is not signed in. Times in milliseconds: `since` of the day, `idle` of the user. */
export type Connected = {
	readonly id: number;
	readonly address: string;
	readonly user?: UserName;
	readonly as?: SessionKind;
	readonly since?: number;
	readonly idle?: number;
	/** Bytes, about, that the client has not read yet. */
	readonly waiting: number;
};

/** Where the server listens, and how others reach it. */
export type Listening = {
	readonly address: string;
	readonly port: number;
	/** Milliseconds since 1970. */
	readonly since: number;
	/** Base64url SHA-256 of the key; undefined in plaintext. */
	readonly fingerprint: string | undefined;
	/** Likeliest first; none on a loopback address. */
	readonly joinLines: readonly string[];
};

export type Counters = {
	/** Messages and broadcasts since the start. */
	readonly messages: number;
	readonly connections: number;
	/** Bytes of the journal, free bytes of the disk, and bytes of memory of this process. */
	readonly journal: number;
	readonly free: number;
	readonly memory: number;
	/** The disk is full, or cannot be written: changes are refused. */
	readonly isFull: boolean;
};

/** `skipped`: users of the file who have no account; `why` says so in a sentence. */
export type ReloadedUsers = {
	readonly file: string;
	readonly added: readonly UserName[];
	readonly skipped: readonly UserName[];
	readonly why: SafeText | undefined;
};

/** A running server. */
export interface OperatedServer {
	/** To be read only: changes go through {@link operate}. */
	readonly state: State;
	readonly folder: string;
	readonly policy: Policy;
	readonly store: Store;
	readonly log: Log;
	/** Milliseconds since 1970. */
	readonly now: number;
	readonly listening: Listening;
	readonly connections: readonly Connected[];
	readonly counters: Counters;
	/** Reads the users file again. @returns what was added; undefined where no file was named */
	reloadUsers(): Promise<ReloadedUsers | Problem | undefined>;
	/** Sets who may sign up, until the server is started again. */
	setSignUp(signUp: Policy['signUp']): void;
	/** Carries out a request as the operator: decides, commits, and resolves when it is durable and was announced. */
	operate<T extends RequestType>(request: RequestOf<T>): Promise<ReplyOf<T> | Refusal>;
}

/** Starts and stops the server of one data folder. */
export interface OperatorHost {
	/** Undefined while the server is stopped. */
	readonly server: OperatedServer | undefined;
	/** @returns a problem where it cannot start, or runs already */
	start(): Promise<Problem | undefined>;
	/** Tells everybody, closes all connections and listens no more. @param why for the log */
	stop(why: string): Promise<void>;
	/**
	 * Stops the server, works while no server uses the folder, and starts it again, also when the work has failed.
	 * @param why for the log
	 * @returns a problem where the work failed, or the server cannot start
	 */
	restart(why: string, work: () => Promise<void>): Promise<Problem | undefined>;
	/** Stops the server, and ends the program. */
	quit(): void;
}
