/** Checks each file of the state and of the journal by itself, then loads them together, changing nothing. */
import {join} from 'node:path';
import {CannotStart} from '../../../lib/cannot-start.ts';
import type {Disk} from '../../../lib/disk.ts';
import type {Slice} from '../../chat/slice.ts';
import {slices, type SliceName} from '../../chat/state.ts';
import {JournalFailed} from '../../journal/journal.ts';
import {inspect} from '../../journal/read-files.ts';
import {readDocument} from '../../store/json-file.ts';
import {logFile} from '../../store/log-book.ts';
import {Logs} from '../../store/logs.ts';
import {PART_FILES} from '../../store/part-files.ts';
import {Parts} from '../../store/parts.ts';
import {pending} from '../../store/pending.ts';
import type {Finding} from './finding.ts';
import type {Loaded} from './loaded.ts';
import {mendByRemoval, mendPart} from './salvage.ts';

const NAMES = Object.keys(slices) as SliceName[];

/** Yields what is wrong with single files. */
export async function* wrongFiles(disk: Disk, folder: string): AsyncGenerator<Finding> {
	for (const name of NAMES) {
		const {schema} = slices[name] as Slice<unknown>; // each slice meets only its own parts
		const {keys, path} = PART_FILES[name];
		for (const key of await keys(disk, folder)) {
			const what = await failing(readDocument({disk, path: join(folder, path(key)), schema}));
			if (what === undefined) continue;
			const mend = await mendPart(disk, folder, {name, key});
			yield {what, ...(mend && {mend})};
		}
	}

	const what = await failing(inspect(disk, join(folder, 'journal')));
	if (what !== undefined) yield {what};
}

/** Yields what is wrong with files that the server makes again. */
export async function* wrongDerived(disk: Disk, folder: string): AsyncGenerator<Finding> {
	const logs = join(folder, 'logs', 'server');
	const names = (await disk.list(logs)).filter(name => name.endsWith('.json'));
	const files = [
		{path: join(folder, 'pending.json'), schema: pending, then: 'the next checkpoint makes it again'},
		...names.map(name => ({path: join(logs, name), schema: logFile, then: 'its part of the log is lost'})),
	];
	for (const {path, schema, then} of files) {
		const what = await failing(readDocument<unknown>({disk, path, schema}));
		if (what !== undefined) yield {what, mend: mendByRemoval(disk, path, then)};
	}
}

/** Loads the state as a start would. @throws CannotStart when the files do not belong together */
export async function load(disk: Disk, folder: string): Promise<Loaded> {
	const [parts, logs, files] = [new Parts(disk, folder), new Logs(disk, folder), new Logs(disk, folder)];
	const journal = join(folder, 'journal');
	await parts.load();
	const {state} = parts;
	for (const {id, first} of state.conversations.byId.values())
		for (const each of [files, logs]) each.keepFrom(id, first);
	const filed = new Map([...state.conversations.byId].map(([id, {last}]) => [id, last]));
	const found = await inspect(disk, journal, entry => {
		parts.replay(entry);
		for (const event of entry.events) logs.keep(event);
	});
	parts.check(journal, found.first, found.last);
	return {disk, folder, state, filed, files, logs};
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
