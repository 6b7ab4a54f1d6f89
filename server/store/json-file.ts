/** One JSON file under lowdb: whole or not at all, private, and checked when it is read. */
import {Low, type Adapter} from 'lowdb';
import {z} from 'zod';
import type {Position} from '../journal/journal.ts';
import {toJson} from '../../protocol/json.ts';
import {replace, type Disk} from './disk.ts';
import {UnusableFile} from './unusable-file.ts';

/** The format of every file; raised with a pure upgrade from the one before in {@link UPGRADES}. */
export const FORMAT = 2;
type Upgrade = (before: Record<string, unknown>) => Record<string, unknown>;
const UPGRADES: readonly Upgrade[] = [
	/** In 1 a broadcast stood whole in everybody's notices, where it may stay; a program of then would not know a reference. */
	before => ({...before, format: 2}),
];

/** What stands in a file: `data` is true up to `position` of the journal. */
export type Document<T> = {format: number; position: Position; data: T};

const head = z.looseObject({format: z.int().min(1)});

/** lowdb's own adapter for files neither syncs nor sets modes, and takes whatever it reads. */
class DurableFile<T> implements Adapter<Document<T> | null> {
	private readonly disk: Disk;
	private readonly path: string;
	private readonly data: z.ZodType<T>;

	constructor(disk: Disk, path: string, data: z.ZodType<T>) {
		this.disk = disk;
		this.path = path;
		this.data = data;
	}

	async read(): Promise<Document<T> | null> {
		const bytes = await this.disk.read(this.path);
		if (bytes === undefined) return null;
		const {data: found} = head.safeParse(parse(bytes));
		if (found && found.format > FORMAT)
			throw new UnusableFile(
				`${this.path} was written by a newer chat-tui; run that version, or npx chat-tui@latest.`,
			);
		const upgraded =
			found &&
			UPGRADES.slice(found.format - 1).reduce<Record<string, unknown>>(
				(before, upgrade) => upgrade(before),
				found,
			);
		const schema = z.strictObject({format: z.literal(FORMAT), position: z.int().min(0), data: this.data});
		const document = schema.safeParse(upgraded);
		if (!document.success)
			throw new UnusableFile(`${this.path} is damaged; restore it from a backup, it was left as it is.`);
		return document.data;
	}

	async write(document: Document<T> | null): Promise<void> {
		if (document) await replace(this.disk, this.path, Buffer.from(toJson(document)));
	}
}

function parse(bytes: Uint8Array): unknown {
	try {
		return JSON.parse(Buffer.from(bytes).toString());
	} catch {
		return undefined; // what is no JSON fails the schema, which names the file
	}
}

type File<T> = {disk: Disk; path: string; schema: z.ZodType<T>};

function low<T>({disk, path, schema}: File<T>): Low<Document<T> | null> {
	return new Low<Document<T> | null>(new DurableFile(disk, path, schema), null);
}

/** The document in the file, or undefined when there is none. @throws UnusableFile */
export async function readDocument<T>(file: File<T>): Promise<Document<T> | undefined> {
	const document = low(file);
	await document.read();
	return document.data ?? undefined;
}

/** Durable when the folder, which must exist, has been synced. */
export async function writeDocument<T>(file: File<T>, position: Position, data: T): Promise<void> {
	const document = low(file);
	document.data = {format: FORMAT, position, data};
	await document.write();
}
