/** Defines what a check has read of a data folder, and a range of its messages. */
import type {ConversationId} from '../../../protocol/names.ts';
import type {Disk} from '../../../lib/disk.ts';
import type {State} from '../../chat/state.ts';
import type {Logs} from '../../store/logs.ts';

export type Loaded = {
	readonly disk: Disk;
	readonly folder: string;
	readonly state: State;
	/** Last sequences by the files alone, without what the journal tells. */
	readonly filed: ReadonlyMap<ConversationId, number>;
	/** Of the files alone: the journal, which forgets, may still have what a file has lost. */
	readonly files: Logs;
	/** Of files and journal. */
	readonly logs: Logs;
};

export type Range = {readonly id: ConversationId; readonly first: number; readonly last: number};
