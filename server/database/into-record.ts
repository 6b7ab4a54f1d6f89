/** Moves a data folder with an embedded journal into an empty PostgreSQL record, to which it belongs from then on. */
import {join} from 'node:path';
import {createServerClock} from '../../lib/clock.ts';
import {realDisk} from '../../lib/disk.ts';
import {removeFolder} from '../../lib/folder.ts';
import {UnusableFile} from '../../lib/unusable-file.ts';
import type {KeyPair, Position} from '../journal/journal.ts';
import {RecordContents} from '../journal/record-contents.ts';
import {filledWith, fillRecord, mustBeUnused} from '../journal/record-filling.ts';
import type {RecordPlace} from '../journal/record-url.ts';
import {RecordFile} from '../store/record-file.ts';
import {stateFiles} from '../store/record-snapshot.ts';
import {Store} from '../store/store.ts';
import {KEY_FILE, openCertificate} from '../tls/certificate.ts';
import {Blobs} from '../uploads/blobs.ts';
import {wrongInDatabase} from './check/database.ts';
import {withFolder} from './folder.ts';

type Checkpoint = {
	readonly position: Position;
	readonly messages: number;
	readonly people: number;
	/** SHA-256 of the contents that messages have. */
	readonly contents: readonly string[];
};

/** Goes on with an import that was cut off. @throws CannotStart; then the folder holds the chat as before */
export async function moveIntoRecord(place: RecordPlace, folder: string): Promise<Checkpoint> {
	const work = async () => {
		await mustBeUnused(place);
		const checkpoint = await checkpointOf(folder);
		const {position, contents} = checkpoint;
		const files = () => stateFiles(realDisk, folder);
		const key = await keyOf(folder);
		const filling = {position, files, key, keepContents: async () => keepContents(place, folder, contents)};
		const id = (await filledWith(place, filling)) ?? (await fillRecord(place, filling));
		const file = await RecordFile.open(realDisk, folder, true);
		await file.enters(id, position);
		await removeFolder(join(folder, 'journal'));
		await realDisk.sync(folder);
		return checkpoint;
	};
	const moved = `${folder} holds the copy of a record already; start its server with --record.`;
	return withFolder(folder, work, moved);
}

/** Writes all that the journal holds into the other files, and examines these. @throws CannotStart */
async function checkpointOf(folder: string): Promise<Checkpoint> {
	const store = await Store.open({folder, clock: createServerClock()});
	await store.close(); // after a last checkpoint
	for await (const {what, isHarmless} of wrongInDatabase(realDisk, folder))
		if (!isHarmless) throw new UnusableFile(`${what} Nothing was moved; run chat-tui doctor.`);
	const {conversations, accounts, files} = store.state;
	const counts = [...conversations.byId.values()].map(({first, last}) => last - first + 1);
	return {
		position: store.journal.last,
		messages: counts.reduce((sum, count) => sum + count, 0),
		people: accounts.byName.size,
		contents: [...new Set([...files.all()].map(({sha256}) => sha256))],
	};
}

/** @returns undefined where the server never had one, since it ran without encryption */
async function keyOf(folder: string): Promise<KeyPair | undefined> {
	const found = await realDisk.read(join(folder, KEY_FILE));
	return found && openCertificate(folder);
}

async function keepContents(place: RecordPlace, folder: string, sha256s: readonly string[]): Promise<void> {
	const contents = new RecordContents({place, timeline: () => 0, addStatement: () => undefined});
	const blobs = new Blobs(folder, contents);
	try {
		for (const sha256 of sha256s)
			await blobs.share(sha256).catch((error: unknown) => {
				if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error; // one that is missing was missing before
			});
	} finally {
		contents.close();
	}
}
