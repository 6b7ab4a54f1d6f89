/** Takes a data folder that no server uses, for a command that reads or mends it. */
import {CannotStart} from '../../lib/cannot-start.ts';
import {realDisk} from '../../lib/disk.ts';
import {createServerClock} from '../../lib/clock.ts';
import {takeFolder} from '../control/control.ts';
import {isOnRecord} from '../store/record-file.ts';
import {Store} from '../store/store.ts';

/** A folder alone does not have all that its record has. */
const ON_RECORD = (folder: string) =>
	`${folder} holds the copy of a record; use /save of a running server, or chat-tui export --record, and pg_dump for a backup of the record.`;

/** Names by which a data folder is known. */
const OWN_NAMES = ['server.json', 'journal', 'record.json'];

/**
 * Runs the work while no server can use the folder.
 * @param onRecord what is said of a folder that belongs to a record
 * @throws CannotStart if one does, or it is not a data folder
 */
export async function withFolder<T>(
	folder: string,
	work: () => Promise<T>,
	onRecord = ON_RECORD(folder),
): Promise<T> {
	const names = await realDisk.list(folder);
	if (!OWN_NAMES.some(name => names.includes(name)))
		throw new CannotStart(`${folder} is not a data folder of chat-tui; name one with --data.`);
	if (await isOnRecord(realDisk, folder)) throw new CannotStart(onRecord);
	const control = await takeFolder(folder);
	try {
		return await work();
	} finally {
		await control.release();
	}
}

/** Opens the store of a folder as a start of the server would, and closes it without changing files of the state. */
export async function withStore<T>(folder: string, work: (store: Store) => Promise<T>): Promise<T> {
	return withFolder(folder, async () => {
		const store = await Store.open({folder, clock: createServerClock()});
		try {
			return await work(store);
		} finally {
			await store.abandon();
		}
	});
}
