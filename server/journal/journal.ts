/** The contract of the journal: the ordered record of what happened, behind which a distributed engine may stand one day. */
import type {JournaledEvent} from '../chat/event.ts';

/** Counts entries from 1 without gaps; 0 is "before everything". */
export type Position = number;

/** All events of one command: they happened together or not at all. */
export type Entry = {position: Position; events: readonly JournaledEvent[]};

/**
 * What every journal keeps:
 * - Entries have one order, that of the calls to `append`; positions are gapless.
 * - A resolved `append` is durable: it survives the death of the process and of the machine.
 * - Appends resolve in order. Once one rejects, all later ones reject too: the outcome of those in flight is unknown,
 *   and the process that holds the journal must end.
 * - `read` and `follow` give durable entries only, each once, in order.
 */
export interface Journal {
	/** Position of the newest entry handed to `append`, durable or not; 0 when there is none. */
	readonly last: Position;
	/** Position up to which all is durable. */
	readonly durable: Position;
	/** Bytes that a reader from the beginning would read: what a start costs. */
	readonly backlog: number;
	/**
	 * Takes its place in the order at once, at position `last + 1`; resolves when it is durable. Appends that become durable
	 * together may share a promise.
	 * @throws JournalFailed
	 */
	append(events: readonly JournaledEvent[]): Promise<void>;
	/** Durable entries with a position greater than `after`. Entries that {@link forget} may have removed are not given. */
	read(after: Position): AsyncIterable<Entry>;
	/** Calls `listener` for every durable entry after `after`, now and later, until the returned function is called. */
	follow(after: Position, listener: (entry: Entry) => void): () => void;
	/** Everything up to `position` stands elsewhere now and may be removed from here. */
	forget(position: Position): Promise<void>;
	/** Looks whether what is durable still is where a start looks for it. */
	look(): void;
	/** Waits until all is durable, then closes: later appends are rejected. */
	close(): Promise<void>;
}

/** The disk refused an append, or what stands on it is damaged; the sentence names the file and says what to do. */
export class JournalFailed extends Error {}
