/** Keeps in the data folder which record it belongs to, and up to which entry its files hold everything. */
import {randomBytes} from 'node:crypto';
import {join} from 'node:path';
import {z} from 'zod';
import {CannotStart} from '../../lib/cannot-start.ts';
import type {Disk} from '../../lib/disk.ts';
import {storedWord} from '../chat/stored-bounds.ts';
import type {Position} from '../journal/journal.ts';
import {readDocument, writeDocument} from './json-file.ts';

/** Its name in the data folder. */
export const RECORD_FILE = 'record.json';

/** `home`: names the folder to the record; `record`: the id of the record, empty before it is known. */
export const recordFile = z.strictObject({home: storedWord, record: storedWord});

export class RecordFile {
	readonly home: string;
	/** The files hold all entries up to this one. */
	readonly position: Position;
	private readonly disk: Disk;
	private readonly path: string;
	/** Id of the record; empty before it is known. */
	private record: string;

	private constructor(
		disk: Disk,
		folder: string,
		position: Position,
		{home, record}: z.infer<typeof recordFile>,
	) {
		this.disk = disk;
		this.path = pathIn(folder);
		this.position = position;
		this.home = home;
		this.record = record;
	}

	/** @param isEmpty whether the folder has no chat yet @throws CannotStart where it has one that is on no record */
	static async open(disk: Disk, folder: string, isEmpty: boolean): Promise<RecordFile> {
		const found = await readDocument({disk, path: pathIn(folder), schema: recordFile});
		if (!found && !isEmpty)
			throw new CannotStart(
				`${folder} holds a chat that is on no record; name an empty folder with --data, or start without --record.`,
			);
		const fresh = {position: 0, data: {home: randomBytes(12).toString('base64url'), record: ''}};
		const {position, data} = found ?? fresh;
		return new RecordFile(disk, folder, position, data);
	}

	/** Checks that the folder belongs to this record, or joins it to it. @throws CannotStart */
	async joins(record: string, name: string): Promise<void> {
		if (this.record !== '' && this.record !== record)
			throw new CannotStart(
				`${this.path} is of another record than ${name}; name the folder of this one, or an empty one, with --data.`,
			);
		if (this.record !== record) await this.enters(record, this.position);
	}

	/** Makes the folder, of whose entries the files hold all up to this one, one of the record. */
	async enters(record: string, position: Position): Promise<void> {
		this.record = record;
		await this.reaches(position);
	}

	/** Notes that the files hold all entries up to this one. */
	async reaches(position: Position): Promise<void> {
		const {disk, path, home, record} = this;
		await writeDocument({disk, path, schema: recordFile}, position, {home, record});
	}
}

/** Whether the folder belongs to a record. */
export async function isOnRecord(disk: Disk, folder: string): Promise<boolean> {
	return (await disk.read(pathIn(folder))) !== undefined;
}

function pathIn(folder: string): string {
	return join(folder, RECORD_FILE);
}
