/** Writes a whole database into one file: the state of one moment, and the messages it counts. */
import {dirname} from 'node:path';
import {CannotStart} from '../../lib/cannot-start.ts';
import {replaceFile, type Disk} from '../../lib/disk.ts';
import {isSliceOver, nextSlice} from '../../protocol/time-slice.ts';
import type {ConversationId} from '../../protocol/names.ts';
import {FORMAT} from '../store/json-file.ts';
import {SEGMENT, segmentOf} from '../chat/segment.ts';
import type {Logs} from '../store/logs.ts';
import type {Snapshot} from '../store/snapshot.ts';
import type {Stored} from '../store/stored.ts';
import {encodeDatabase, type DatabaseRecord, type KeyRecord} from './database-file.ts';
import {EXPORTED} from './exported.ts';

type Source = {
	readonly snapshot: Snapshot;
	readonly logs: Logs;
	/** Which store it is. */
	readonly store: string;
	/** Milliseconds since 1970. */
	readonly now: number;
	/** The server's key, if it is to stand in the file. */
	readonly key?: KeyRecord | undefined;
};

type Exported = {messages: number; conversations: number};

/**
 * Writes the file, for its owner alone, durably and at once: it is there whole or not at all. Work in time slices; the snapshot is
 * closed in the end.
 * @throws CannotStart if there is such a file, or it cannot be written
 */
export async function exportDatabase(source: Source, file: string, disk: Disk): Promise<Exported> {
	const counts = {messages: 0, conversations: 0};
	try {
		if (disk.identity(file) !== undefined)
			throw new CannotStart(`${file} is there already and is not overwritten; name another file.`);
		const header = {format: FORMAT, store: source.store, exportedAt: new Date(source.now).toISOString()};
		await replaceFile(disk, file, encodeDatabase(header, records(source, counts)));
		await disk.sync(dirname(file));
		return counts;
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException; // only the disk's own errors have one
		if (typeof code !== 'string') throw error;
		throw new CannotStart(`${file} cannot be written (${code}); name a file in another folder.`, {
			cause: error,
		});
	} finally {
		source.snapshot.close();
	}
}

async function* records({snapshot, logs, key}: Source, counts: Exported): AsyncGenerator<DatabaseRecord> {
	if (key) yield key;
	for (const {name: part, key, data} of snapshot.parts()) {
		if (!EXPORTED[part]) continue;
		yield {part, key, data};
		if (part !== 'conversations') continue;
		const conversation = key as ConversationId; // keys of that slice are conversations
		counts.conversations++;
		for await (const message of messages(logs, conversation, data as Kept)) {
			yield {conversation, message};
			counts.messages++;
		}

		if (isSliceOver()) await nextSlice();
	}

	await snapshot.durable; // nobody may find here what the server may lose
}

/** Fields of a conversation's part. */
type Kept = {first?: number; last: number};

async function* messages(logs: Logs, id: ConversationId, {first = 1, last}: Kept): AsyncGenerator<Stored> {
	for (let at = first; at <= last; at = segmentOf(at) + SEGMENT)
		yield* await logs.items(id, at, Math.min(segmentOf(at) + SEGMENT - 1, last));
}
