/** Reads the file of a database into a new data folder: whole and checked, or not at all. */
import {randomBytes} from 'node:crypto';
import {join} from 'node:path';
import {realDisk} from '../../lib/disk.ts';
import {removeFolder} from '../../lib/folder.ts';
import {UnusableFile} from '../../lib/unusable-file.ts';
import {wrongInDatabase} from './check/database.ts';
import {makeDataFolder} from './draft.ts';
import {NewFolder, WrongRecord} from './new-folder.ts';
import {damagedAt, readDatabase} from './read-database.ts';

type Imported = {messages: number; hasKey: boolean};

/**
 * Imports a database into a folder that is empty or not there.
 * @param folder absolute path
 * @throws CannotStart naming what is wrong; the folder is as it was then
 */
export async function importDatabase(file: string, folder: string): Promise<Imported> {
	return makeDataFolder(folder, async draft => readInto(draft, file));
}

/**
 * Writes what the file holds into a new folder, durably, and checks it as a whole. The folder is removed first: an import that was
 * killed may have left it.
 * @throws UnusableFile naming the line, or what does not fit
 */
export async function readInto(draft: string, file: string): Promise<Imported> {
	await removeFolder(draft);
	await realDisk.makeFolder(draft);
	const imported = await writeRecords(draft, file);
	for await (const {what} of wrongInDatabase(realDisk, draft))
		throw new UnusableFile(
			`${file} does not hold a whole database: ${what.replaceAll(join(draft, '/'), '')} Nothing was changed.`,
		);
	await realDisk.sync(draft);
	return imported;
}

/** Checks a file as {@link readInto} does, and leaves nothing. @throws UnusableFile */
export async function checkFile(draft: string, file: string): Promise<Imported> {
	try {
		return await readInto(draft, file);
	} finally {
		await removeFolder(draft);
	}
}

async function writeRecords(draft: string, file: string): Promise<Imported> {
	let folder: NewFolder | undefined;
	let line = 0;
	try {
		for await (const found of readDatabase(file)) {
			line = found.line;
			if ('header' in found) folder = new NewFolder(realDisk, draft, {...found.header, store: newStoreId()});
			else await folder?.add(found.record);
		}

		await folder?.finish();
	} catch (error) {
		throw error instanceof WrongRecord ? damagedAt(file, line, error.message) : error;
	}

	return {messages: folder?.messages ?? 0, hasKey: folder?.hasKey ?? false};
}

/** Another store than the one that was exported: clients ask it for everything anew, and keep what they have not sent. */
function newStoreId(): string {
	return randomBytes(12).toString('base64url');
}
