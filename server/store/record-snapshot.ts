/** Gives a record the files of the state as a snapshot, and takes those of a new server out of it. */
import {dirname, join, sep} from 'node:path';
import type {ConversationId} from '../../protocol/names.ts';
import {replaceFile, type Disk} from '../../lib/disk.ts';
import {UnusableFile} from '../../lib/unusable-file.ts';
import {slices, type SliceName} from '../chat/state.ts';
import type {Position, StateFile} from '../journal/journal.ts';
import type {RecordPlace} from '../journal/record-url.ts';
import {conversationFolder, PART_FILES} from './part-files.ts';
import {RecordFile} from './record-file.ts';

/** Files that are written at the same time: each waits for the disk. */
const PARALLEL = 16;
const NAMES = Object.keys(slices) as SliceName[];
const MESSAGES = /^[1-9]\d*\.json$/;
const STATE_FILE = /^[a-z][a-z-]*(\/[a-z\d][a-z\d_.+-]*){0,2}\.json$/;

/** Reads the files in which the state stands: those of parts first, so that no file of messages is missing that they count. */
export async function* stateFiles(disk: Disk, data: string): AsyncGenerator<StateFile> {
	for (const path of await statePaths(disk, data)) {
		const bytes = await disk.read(join(data, path));
		if (bytes) yield {path: path.replaceAll(sep, '/'), text: new TextDecoder().decode(bytes)};
	}
}

/** Paths below the data folder; of a part that was never written there may be no file. */
async function statePaths(disk: Disk, data: string): Promise<string[]> {
	const found: string[] = [];
	for (const {keys, path} of NAMES.map(name => PART_FILES[name]))
		found.push(...(await keys(disk, data)).map(path));
	for (const key of await PART_FILES.conversations.keys(disk, data)) {
		const folder = join('logs', conversationFolder(key as ConversationId)); // keys of that slice are conversations
		const names = await disk.list(join(data, folder));
		found.push(...names.filter(name => MESSAGES.test(name)).map(name => join(folder, name)));
	}

	return found;
}

/**
 * Fills the folder of a server that is new on the record, or has been away for too long, with the files of its snapshot.
 * @returns what lets the record remove entries again, to be called when the server is known to it
 * @throws CannotStart
 */
export async function takeSnapshot(disk: Disk, data: string, place: RecordPlace): Promise<() => void> {
	const {SnapshotReader} = await import('../journal/record-snapshots.ts'); // which brings the driver of PostgreSQL
	await disk.makeFolder(data);
	const isEmpty = (await disk.read(join(data, PART_FILES.serverInfo.path('')))) === undefined;
	const file = await RecordFile.open(disk, data, isEmpty);
	const snapshot = await SnapshotReader.open(place);
	try {
		if (snapshot.position > 0) await file.joins(snapshot.record, place.name);
		const isNear = file.position > 0 && file.position + 1 >= snapshot.first;
		if (snapshot.position > file.position && !isNear) await replaceFiles(disk, data, file, snapshot);
		return () => snapshot.close();
	} catch (error) {
		snapshot.close();
		throw error;
	}
}

/** A start that is interrupted begins again: the folder still says that it is far behind. */
async function replaceFiles(
	disk: Disk,
	data: string,
	file: RecordFile,
	{position, files}: {readonly position: Position; readonly files: AsyncGenerator<StateFile>},
): Promise<void> {
	for (const path of await statePaths(disk, data)) await disk.remove(join(data, path));
	await writeAll(disk, data, files);
	await file.reaches(position);
	await disk.sync(data);
}

/** Writes files at the same time. @throws UnusableFile for one that is none of the state */
async function writeAll(disk: Disk, data: string, files: AsyncGenerator<StateFile>): Promise<void> {
	const folders = new Set<string>();
	const failures: unknown[] = [];
	const write = async () => {
		for await (const {path, text} of files) {
			if (failures.length > 0) return;
			if (!STATE_FILE.test(path))
				throw new UnusableFile(
					`The snapshot of the record has a file ${path}; restore the record from a backup.`,
				);
			const to = join(data, path);
			if (!folders.has(dirname(to))) await disk.makeFolder(dirname(to));
			folders.add(dirname(to));
			await replaceFile(disk, to, Buffer.from(text));
		}
	};
	await Promise.all(
		Array.from({length: PARALLEL}, async () => write().catch((error: unknown) => failures.push(error))),
	);
	if (failures.length > 0) throw failures[0];
	for (const folder of folders) await disk.sync(folder);
}
