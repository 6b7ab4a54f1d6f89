/** Writes a data folder out of a PostgreSQL record, from which a server with an embedded journal goes on. */
import {createHash} from 'node:crypto';
import {join} from 'node:path';
import {CannotStart} from '../../lib/cannot-start.ts';
import {createServerClock} from '../../lib/clock.ts';
import {realDisk} from '../../lib/disk.ts';
import {removeFolder} from '../../lib/folder.ts';
import {UnusableFile} from '../../lib/unusable-file.ts';
import type {Position} from '../journal/journal.ts';
import {RecordContents} from '../journal/record-contents.ts';
import type {RecordPlace} from '../journal/record-url.ts';
import {mustHaveChat, visitRecord} from '../journal/record-visit.ts';
import {RECORD_FILE} from '../store/record-file.ts';
import {Store} from '../store/store.ts';
import {openSharedCertificate} from '../tls/shared-certificate.ts';
import {Blobs} from '../uploads/blobs.ts';
import {wrongInDatabase} from './check/database.ts';
import {makeDataFolder} from './draft.ts';

type Taken = {
	readonly position: Position;
	readonly messages: number;
	readonly people: number;
	/** Contents of files that are not in the record any more. */
	readonly missing: number;
};

/** @param folder absolute path of a folder that is empty or not there @throws CannotStart; the folder is as it was then */
export async function takeFromRecord(place: RecordPlace, folder: string): Promise<Taken> {
	await visitRecord(place, async connection => mustHaveChat(connection, place.name));
	return makeDataFolder(folder, async draft => {
		await removeFolder(draft);
		await realDisk.makeFolder(draft);
		const taken = await takeState(place, draft);
		await realDisk.remove(join(draft, RECORD_FILE));
		const journal = join(draft, 'journal');
		await realDisk.makeFolder(journal);
		await (await realDisk.append(join(journal, `${taken.position + 1}.jsonl`))).close();
		for await (const {what} of wrongInDatabase(realDisk, draft))
			throw new UnusableFile(
				`The record ${place.name} does not hold a whole database: ${what.replaceAll(join(draft, '/'), '')} Nothing was written.`,
			);
		await realDisk.sync(draft);
		return taken;
	});
}

/** Reads the record as a server would that starts with this folder, and writes all of its files. */
async function takeState(place: RecordPlace, draft: string): Promise<Taken> {
	let failure: Error | undefined;
	const failed = (error: Error) => (failure = error);
	const store = await Store.open({
		folder: draft,
		clock: createServerClock(),
		record: {place, name: 'chat-tui export', failed},
	});
	const {state, journal} = store;
	const key = await journal.shared?.agreeOnKey();
	await journal.close(); // from here on nothing comes, so all files are of one position
	if (failure) throw new CannotStart(failure.message, {cause: failure});
	await store.close();
	await openSharedCertificate(draft, () => Promise.resolve(key));
	const conversations = [...state.conversations.byId.values()];
	return {
		position: journal.last,
		messages: conversations.reduce((sum, {first, last}) => sum + last - first + 1, 0),
		people: state.accounts.byName.size,
		missing: await takeContents(place, draft, [...state.files.all()]),
	};
}

/** @returns how many contents are missing */
async function takeContents(
	place: RecordPlace,
	draft: string,
	files: ReadonlyArray<{readonly sha256: string; readonly size: number}>,
): Promise<number> {
	const contents = new RecordContents({place, timeline: () => 0, addStatement: () => undefined});
	const blobs = new Blobs(draft);
	let missing = 0;
	try {
		for (const [sha256, size] of new Map(files.map(file => [file.sha256, file.size]))) {
			const received = await blobs.begin();
			const hash = createHash('sha256');
			for await (const piece of contents.read(sha256, size, 0)) {
				await received.handle.write(piece);
				hash.update(piece);
			}

			if (hash.digest('hex') === sha256) {
				await blobs.keep(received, sha256, () => Promise.resolve());
			} else {
				missing++;
				await blobs.discard(received);
			}
		}

		return missing;
	} finally {
		contents.close();
	}
}
