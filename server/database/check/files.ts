/** Checks each file of the state and of the journal by itself, then loads them together, changing nothing. */
import {join} from 'node:path';
import {CannotStart} from '../../../lib/cannot-start.ts';
import type {Disk} from '../../../lib/disk.ts';
import type {Slice} from '../../chat/slice.ts';
import {slices, type SliceName} from '../../chat/state.ts';
import {JournalFailed} from '../../journal/journal.ts';
import {inspect, readEntries} from '../../journal/read-files.ts';
import {readDocument} from '../../store/json-file.ts';
import {Logs} from '../../store/logs.ts';
import {PART_FILES} from '../../store/part-files.ts';
import {Parts} from '../../store/parts.ts';
import type {Finding} from './finding.ts';
import type {Loaded} from './messages.ts';

const NAMES = Object.keys(slices) as SliceName[];

/** Yields what is wrong with single files. */
export async function* wrongFiles(disk: Disk, folder: string): AsyncGenerator<Finding> {
	for (const name of NAMES) {
		const {schema} = slices[name] as Slice<unknown>; // each slice meets only its own parts
		const {keys, path} = PART_FILES[name];
		for (const key of await keys(disk, folder)) {
			const what = await failing(readDocument({disk, path: join(folder, path(key)), schema}));
			if (what !== undefined) yield {what};
		}
	}

	const what = await failing(inspect(disk, join(folder, 'journal')));
	if (what !== undefined) yield {what};
}

/** Loads the state as a start would. @throws CannotStart when the files do not belong together */
export async function load(disk: Disk, folder: string): Promise<Loaded> {
	const [parts, logs] = [new Parts(disk, folder), new Logs(disk, folder)];
	const journal = join(folder, 'journal');
	await parts.load();
	const {files, first, last} = await inspect(disk, journal);
	parts.check(journal, first, last);
	for await (const entry of readEntries(disk, files, 0)) {
		parts.replay(entry);
		for (const event of entry.events) logs.keep(event);
	}

	return {disk, folder, state: parts.state, logs};
}

/** @returns the sentence with which it fails */
export async function failing(work: Promise<unknown>): Promise<string | undefined> {
	try {
		await work;
		return undefined;
	} catch (error) {
		if (error instanceof CannotStart || error instanceof JournalFailed) return error.message;
		throw error;
	}
}
