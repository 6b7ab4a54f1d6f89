/** Contract of the journal: the ordered, durable record of all events. */
import type {ChatEvent} from '../chat/event.ts';

/** Counts entries from 1 without gaps; 0 is "before everything". */
export type Position = number;

/** All events of one command: they happened together or not at all. */
export type Entry = {position: Position; events: readonly ChatEvent[]};

/** Told of what other servers do on the same record; each call is synchronous, and does not throw. */
export type Others = {
	/** An entry that another server has appended, in order, before any later turn. */
	entry: (entry: Entry) => void;
	/** A text that another server has passed on. */
	passed: (text: string) => void;
	/** @returns the part of the state that only memory holds, as text, for a server that joins */
	volatile: () => string;
};

/** The key that clients know a server by, and its certificate, in PEM. */
export type KeyPair = {readonly key: string; readonly cert: string};

/** A server on the record, as of its last heartbeat. */
export type RecordServer = {
	readonly run: number;
	readonly name: string;
	readonly position: Position;
	/** Where clients reach it; empty until they do. */
	readonly address: string;
};

/** The hash of a server's whole state right behind one entry, and how many people were online. */
export type StateHash = {readonly position: Position; readonly people: number; readonly hash: string};

/** A file of the state, below the data folder; its text is that of the file. */
export type StateFile = {readonly path: string; readonly text: string};

/** The contents of files that the servers on one record share, by their SHA-256. What is asked rejects while the record is out of reach. */
export type SharedContents = {
	/** @returns undefined while the record is out of reach */
	has(sha256: string, size: number): Promise<boolean | undefined>;
	/** Keeps a content, of which only what is missing is read. */
	keep(
		sha256: string,
		size: number,
		read: (start: number, length: number) => Promise<Uint8Array>,
	): Promise<void>;
	/** Reads a content from the byte `start` on; it ends early when it is removed meanwhile. */
	read(sha256: string, size: number, start: number): AsyncIterable<Uint8Array>;
	/** Those that were not kept just now, so that their messages have come if they come at all. */
	old(): Promise<readonly string[]>;
	/** Removes contents that are still {@link SharedContents.old}; to be called in a turn, and followed by {@link SharedContents.sweep}. */
	remove(sha256s: readonly string[]): void;
	/** Frees the room of what was removed, little by little: no turn waits for that. */
	sweep(): Promise<void>;
};

/** What servers on one record share, other than entries. */
export type Shared = {
	/** Number of this run of this server, unique among those on the record. */
	readonly run: number;
	/** The time of the record in milliseconds since 1970, for stamps and durations alike. */
	readonly time: {readonly now: () => number; readonly uptime: () => number};
	/** Whether the record answers; while it does not, whatever is to be stored waits. */
	isReachable(): boolean;
	/** All servers that have joined, and this one. */
	readonly servers: readonly RecordServer[];
	/** The addresses of the servers that clients reach; the same array until they change. */
	readonly addresses: readonly string[];
	/** Runs of servers that are silent for too long. */
	readonly lost: readonly number[];
	/**
	 * Joins the other servers.
	 * @param load is given what one of them has in memory @param apply is given the entries since then
	 * @returns false if no other server is there: then this one founds what only memory holds
	 */
	join(load: (text: string) => void, apply: (entry: Entry) => void): Promise<boolean>;
	/**
	 * Keeps a snapshot, from which a new server starts, if enough was appended since the last one, and lets the record remove the
	 * entries that all servers have stored elsewhere.
	 * @param files of the state, each of which holds at least what was to be {@link Journal.forget forgotten} @param signal abandons it
	 */
	keepSnapshot(files: () => AsyncIterable<StateFile>, signal: AbortSignal): Promise<void>;
	readonly contents: SharedContents;
	/** Tells the other servers where clients reach this one. */
	advertise(address: string): void;
	/** Tells the record the hash of the state of this server. */
	tellState(state: StateHash): void;
	/** Keeps a key and certificate, in PEM, unless the record has some. @returns what it has */
	agreeOnKey(own?: KeyPair): Promise<KeyPair | undefined>;
	/** Forgets a run that is lost; to be called in a turn. */
	bury(run: number): void;
	/** Passes a short text on to the other servers, which may get lost. */
	pass(text: string): void;
};

/**
 * Records entries in one order. Who appends holds the pen: the state it decides on is that of all entries before.
 * - Entries have one order, that of the calls to `append`; positions are gapless.
 * - A resolved `append` is durable: it survives the death of the process and of the machine.
 * - Appends resolve in order. Once one rejects, all later ones reject too: the outcome of those in flight is unknown,
 *   and the process that holds the journal must end.
 * - `read` and `follow` give durable entries only, each once, in order.
 */
export interface Journal {
	/** Position of the newest entry that is known here, durable or not; 0 when there is none. */
	readonly last: Position;
	/** Position up to which all is durable. */
	readonly durable: Position;
	/** Bytes that a start would read. */
	readonly backlog: number;
	/** Undefined where this server alone appends. */
	readonly shared: Shared | undefined;
	/**
	 * Gives `work` the pen, with the state current, and makes durable what it appends: at once where nobody else appends, or within a
	 * turn; else when its turn has come. Turns come in the order of the calls; `work` is synchronous, and does not throw.
	 */
	turn(work: () => void): void;
	/**
	 * To be called in a turn. Takes its place in the order at once, at position `last + 1`; resolves when it is durable. Appends that
	 * become durable together may share a promise.
	 * @throws JournalFailed
	 */
	append(events: readonly ChatEvent[]): Promise<void>;
	/** Reads the durable entries with a position greater than `after`, less those that {@link forget} may have removed. */
	read(after: Position): AsyncIterable<Entry>;
	/** Tells `others` from now on what other servers do, instead of whom it told before. */
	follow(others: Others): void;
	/** Allows the journal to remove all entries up to `position`, which are stored elsewhere now. */
	forget(position: Position): Promise<void>;
	/** Checks whether what is durable still is where a start looks for it; to be called every second or so. */
	checkFiles(): void;
	/** Closes when all is durable; later appends are rejected. */
	close(): Promise<void>;
}

/** Thrown when the disk or the record refused an append, or is damaged; the message names it and says what to do. */
export class JournalFailed extends Error {}
