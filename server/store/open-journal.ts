/** Opens the journal of a data folder, the embedded one or that of a record, and replays what the files do not hold yet. */
import {join} from 'node:path';
import {CannotStart} from '../../lib/cannot-start.ts';
import type {Disk} from '../../lib/disk.ts';
import {FileJournal} from '../journal/file-journal.ts';
import type {Entry, Journal} from '../journal/journal.ts';
import type {RecordJournal} from '../journal/record-journal.ts';
import type {RecordJournalOptions} from '../journal/record-options.ts';
import type {SegmentFilesOptions} from '../journal/segment-files.ts';
import type {Logs} from './logs.ts';
import type {Parts} from './parts.ts';
import {isOnRecord, RecordFile} from './record-file.ts';

/** The record that several servers share. */
export type RecordOptions = Pick<RecordJournalOptions, 'place' | 'name' | 'failed' | 'snapshotBytes'>;

type Place = {
	readonly disk: Disk;
	/** The data folder. */
	readonly folder: string;
	readonly parts: Parts;
	readonly logs: Logs;
	readonly files: Pick<SegmentFilesOptions, 'fileSize' | 'onCut' | 'isThere' | 'onLost'>;
};

/** @throws CannotStart or JournalFailed */
export async function openJournal(place: Place, record: RecordOptions | undefined): Promise<Journal> {
	return record ? openRecord(place, record) : openFiles(place);
}

async function openFiles({disk, folder, parts, logs, files}: Place): Promise<Journal> {
	if (await isOnRecord(disk, folder))
		throw new CannotStart(
			`${folder} holds the copy of a record; start with --record, or name another folder with --data.`,
		);
	const journal = join(folder, 'journal');
	return FileJournal.open({
		...files,
		disk,
		folder: journal,
		onEntry: entry => replay(parts, logs, entry),
		check: (first, last) => parts.check(journal, first, last),
	});
}

async function openRecord({disk, folder, parts, logs}: Place, record: RecordOptions): Promise<RecordJournal> {
	const {RecordJournal: Shared} = await import('../journal/record-journal.ts'); // which brings the driver of PostgreSQL
	await disk.makeFolder(folder);
	const file = await RecordFile.open(disk, folder, parts.state.serverInfo.store === '');
	const journal = await Shared.open({
		...record,
		home: file.home,
		after: file.position,
		onEntry: entry => replay(parts, logs, entry),
		stored: async position => file.reaches(position),
	});
	try {
		await file.joins(journal.id, record.place.name);
		parts.check(`The record ${record.place.name}`, file.position + 1, journal.last);
		return journal;
	} catch (error) {
		await journal.close();
		throw error;
	}
}

function replay(parts: Parts, logs: Logs, entry: Entry): void {
	parts.replay(entry);
	for (const event of entry.events) logs.keep(event);
}
