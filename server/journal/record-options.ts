/** Says what a journal on a PostgreSQL record is opened with. */
import type {Entry, JournalFailed, Position} from './journal.ts';
import type {RecordPlace} from './record-url.ts';

export type RecordJournalOptions = {
	readonly place: RecordPlace;
	/** Id of the data folder, and how the server is named to others. */
	readonly home: string;
	readonly name: string;
	/** Is given the entries after this position, before the journal is open. */
	readonly after: Position;
	readonly onEntry: (entry: Entry) => void;
	/** Notes that all entries up to this one are stored elsewhere. */
	readonly stored: (position: Position) => Promise<void>;
	/** Bytes of entries for which a snapshot is made; as the program has it where it is left out. */
	readonly snapshotBytes?: number | undefined;
	/** Called when nothing more can be appended: the process must end. */
	readonly failed: (error: JournalFailed) => void;
};
