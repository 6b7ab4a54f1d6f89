/** Reads and writes one JSON file through lowdb: atomically, for its owner alone, and checked when it is read. */
import {Low, type Adapter} from 'lowdb';
import {z} from 'zod';
import type {Position} from '../journal/journal.ts';
import {replaceFile, type Disk} from '../../lib/disk.ts';
import {decode, encode, type Document} from './document.ts';
import {UnusableFile} from '../../lib/unusable-file.ts';
import {parseInSlices} from './parse-in-slices.ts';

/** Format of all files; raised with a pure upgrade from the one before in {@link UPGRADES}. */
export const FORMAT = 6;
type Upgrade = (before: Record<string, unknown>) => Record<string, unknown>;
const UPGRADES: readonly Upgrade[] = [
	/** Format 1 held a broadcast in the notices of each recipient, where it may stay; it knew no references. */
	before => ({...before, format: 2}),
	/** Format 2 had no checksums. */
	before => ({...before, format: 3}),
	/** Format 3 called proposals questions, in circles.json; part-files.ts has the file's new name. */
	before => ({...before, format: 4, data: withProposals(before['data'])}),
	/** Format 4 knew one invite code, in server.json; bootstrap.ts makes it the first of many. */
	before => ({...before, format: 5}),
	/** Format 5 kept all messages of a conversation. */
	before => ({...before, format: 6}),
];

function withProposals(data: unknown): unknown {
	if (typeof data !== 'object' || data === null || !('questions' in data)) return data;
	const {questions: proposals, ...rest} = data;
	return {...rest, proposals};
}

/** Brings what was read up to the format of this program. */
export function upgraded(found: Record<string, unknown> & {format: number}): Record<string, unknown> {
	return UPGRADES.slice(found.format - 1).reduce<Record<string, unknown>>(
		(before, upgrade) => upgrade(before),
		found,
	);
}

const head = z.looseObject({format: z.int().min(1)});
const whole = z.strictObject({format: z.literal(FORMAT), position: z.int().min(0), data: z.unknown()});

/** Adapter of lowdb that syncs, sets modes and checks what it reads; lowdb's own does none of these. */
class DurableFile<T> implements Adapter<Document<T> | null> {
	private readonly disk: Disk;
	private readonly path: string;
	private readonly data: z.ZodType<T>;
	private readonly signal: AbortSignal | undefined;
	private readonly mayBlock: 'mayBlock' | undefined;

	constructor({disk, path, schema, signal, mayBlock}: File<T>) {
		this.disk = disk;
		this.path = path;
		this.data = schema;
		this.signal = signal;
		this.mayBlock = mayBlock;
	}

	async read(): Promise<Document<T> | null> {
		const bytes = await this.disk.read(this.path, this.mayBlock);
		if (bytes === undefined) return null;
		const {checksum, content} = await decode(bytes);
		if (checksum === 'wrong')
			throw new UnusableFile(
				`${this.path} is damaged: its checksum is wrong; restore it from a backup, or if you edited it yourself, remove ,"crc":"…" near its end.`,
			);
		const {data: found} = head.safeParse(content);
		if (found && found.format > FORMAT)
			throw new UnusableFile(
				`${this.path} was written by a newer chat-tui; run that version, or npx chat-tui@latest.`,
			);
		const document = whole.safeParse(found && upgraded(found)).data;
		const data = await parseInSlices(this.data, document?.data);
		if (!document || data === undefined)
			throw new UnusableFile(`${this.path} is damaged; restore it from a backup, it was left as it is.`);
		return {...document, data};
	}

	async write(document: Document<T> | null): Promise<void> {
		if (document) await replaceFile(this.disk, this.path, encode(document, this.signal));
	}
}

type File<T> = {
	disk: Disk;
	path: string;
	schema: z.ZodType<T>;
	/** Abandons a write; the file stays as it was. */
	signal?: AbortSignal | undefined;
	/** Whether nothing else waits while it is read. */
	mayBlock?: 'mayBlock' | undefined;
};

function low<T>(file: File<T>): Low<Document<T> | null> {
	return new Low<Document<T> | null>(new DurableFile(file), null);
}

/** Reads the document in the file. @returns undefined when there is none @throws UnusableFile */
export async function readDocument<T>(file: File<T>): Promise<Document<T> | undefined> {
	const document = low(file);
	await document.read();
	return document.data ?? undefined;
}

/**
 * Writes a file; durable when its folder, which must exist, has been synced.
 * @param data not to be changed before this resolves
 * @throws the signal's reason when it is aborted meanwhile
 */
export async function writeDocument<T>(file: File<T>, position: Position, data: T): Promise<void> {
	const document = low(file);
	document.data = {format: FORMAT, position, data};
	await document.write();
}
