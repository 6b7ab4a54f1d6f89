/** Contract of the journal: the ordered, durable record of all events. */
import type {JournaledEvent} from '../chat/event.ts';

/** Counts entries from 1 without gaps; 0 is "before everything". */
export type Position = number;

/** All events of one command: they happened together or not at all. */
export type Entry = {position: Position; events: readonly JournaledEvent[]};

/**
 * Records entries in one order. Who appends holds the pen: the state it decides on is that of all entries before.
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
	/** Bytes that a start would read. */
	readonly backlog: number;
	/**
	 * Gives `work` the pen, with the state current, and makes durable what it appends: at once where nobody else appends, else when its
	 * turn has come. Turns come in the order of the calls; `work` is synchronous, and does not throw.
	 */
	turn(work: () => void): void;
	/**
	 * To be called in a turn. Takes its place in the order at once, at position `last + 1`; resolves when it is durable. Appends that become durable
	 * together may share a promise.
	 * @throws JournalFailed
	 */
	append(events: readonly JournaledEvent[]): Promise<void>;
	/** Reads the durable entries with a position greater than `after`, less those that {@link forget} may have removed. */
	read(after: Position): AsyncIterable<Entry>;
	/** Calls `listener` for every durable entry after `after`, now and later, until the returned function is called. */
	follow(after: Position, listener: (entry: Entry) => void): () => void;
	/** Allows the journal to remove all entries up to `position`, which are stored elsewhere now. */
	forget(position: Position): Promise<void>;
	/** Checks whether what is durable still is where a start looks for it; to be called every second or so. */
	checkFiles(): void;
	/** Closes when all is durable; later appends are rejected. */
	close(): Promise<void>;
}

/** Thrown when the disk refused an append, or a file is damaged; the message names the file and says what to do. */
export class JournalFailed extends Error {}
