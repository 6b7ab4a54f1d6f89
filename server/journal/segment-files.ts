/** The files of the embedded journal: lines are appended to the newest, and the oldest are removed. */
import {join} from 'node:path';
import type {Disk, Tail} from '../../lib/disk.ts';
import {JournalFailed, type Entry, type Position} from './journal.ts';
import {entriesOf, scan} from './segment.ts';

export type SegmentFilesOptions = {
	disk: Disk;
	folder: string;
	/** Asked before anything is changed whether a journal of these positions can be; what it throws is thrown. */
	check?: ((first: Position, last: Position) => void) | undefined;
	/** Asked after each write: whether what was written is where the next start looks for it. */
	isThere?: () => boolean;
	/** Bytes with which a file is full. */
	fileSize?: number | undefined;
	/** Called when the end of the newest file was damaged, by a write that was cut off, and was removed. */
	onCut?: (path: string, bytes: number) => void;
	/** Called once for each file that is no longer where the next start looks for it: what stands in it must be written elsewhere. */
	onLost?: (path: string) => void;
};

type SegmentFile = {
	first: Position;
	path: string;
	bytes: number;
	/** By which the file is known again. */
	identity: string | undefined;
	isLost?: boolean;
};

const FILE_SIZE = 8 * 1024 * 1024;
/** Anything else in the folder is none of the journal's. */
const NAME = /^([1-9]\d{0,14})\.jsonl$/;

export class SegmentFiles {
	/** Position of the last entry in the files when they were opened. */
	readonly last: Position;
	private readonly disk: Disk;
	private readonly folder: string;
	private readonly fileSize: number;
	private readonly isThere: () => boolean;
	private readonly onLost: (path: string) => void;
	/** Oldest first; each begins where the one before it ends. */
	private readonly files: SegmentFile[];
	private tail: Tail | undefined;

	private constructor(
		{disk, folder, fileSize = FILE_SIZE, isThere = () => true, onLost = () => undefined}: SegmentFilesOptions,
		files: SegmentFile[],
		last: Position,
	) {
		this.disk = disk;
		this.folder = folder;
		this.fileSize = fileSize;
		this.isThere = isThere;
		this.onLost = onLost;
		this.files = files;
		this.last = last;
	}

	/** @throws JournalFailed when anything but the end of the newest file is damaged; nothing is changed then */
	static async open(options: SegmentFilesOptions): Promise<SegmentFiles> {
		const {disk, folder, check, onCut} = options;
		const found = await readFiles(disk, folder);
		const begins = found[0]?.first ?? 1;
		const files: SegmentFile[] = [];
		let next = begins;
		let cut = 0;
		for (const {first, path, bytes} of found) {
			if (first !== next)
				throw new JournalFailed(
					`${join(folder, `${next}.jsonl`)} is not there, or not all of what stood before ${path}; restore the missing file from a backup.`,
				);
			const good = scan(path, bytes, next, first === found.at(-1)?.first);
			cut = bytes.length - good.bytes;
			next = good.next;
			files.push({first, path, bytes: good.bytes, identity: disk.identity(path)});
		}

		check?.(begins, next - 1);
		await disk.makeFolder(folder);
		const newest = files.at(-1);
		// What a process that was killed had written may not be durable yet, and from here on it counts as told.
		if (newest) await (await disk.append(newest.path, newest.bytes)).close();
		if (newest && cut > 0) onCut?.(newest.path, cut);
		return new SegmentFiles(options, files, next - 1);
	}

	/** Bytes of all files. */
	get bytes(): number {
		return this.files.reduce((sum, {bytes}) => sum + bytes, 0);
	}

	/** Reads the entries with a position greater than `after`, less those of files that {@link forget} removed. */
	async *read(after: Position): AsyncGenerator<Entry> {
		for (const [at, {path, first}] of [...this.files].entries()) {
			const following = this.files[at + 1];
			if (following && following.first <= after + 1) continue;
			const bytes = (await this.disk.read(path)) ?? new Uint8Array();
			for (const {entry} of entriesOf(path, bytes, first)) if (entry.position > after) yield entry;
		}
	}

	/** Writes lines, the first of which is the entry at `position`; durable when it resolves. @throws what the disk says */
	async write(bytes: Uint8Array, position: Position): Promise<void> {
		if (!(await this.isWritten(bytes, position)) && !(await this.isWritten(bytes, position)))
			throw new Error('its files are removed again and again');
	}

	/** Removes the files in which nothing stands after `position`, but never the newest. */
	async forget(position: Position): Promise<void> {
		while (this.files.length > 1 && (this.files[1]?.first ?? Infinity) <= position + 1) {
			const [oldest] = this.files.splice(0, 1);
			if (oldest) await this.disk.remove(oldest.path);
		}
	}

	/** Looks whether a file is lost into which nothing is written now. */
	look(): void {
		for (const file of this.files) this.isLost(file);
	}

	async close(): Promise<void> {
		await this.tail?.close();
		this.tail = undefined;
	}

	/** False: the file into which it was written is lost. */
	private async isWritten(bytes: Uint8Array, position: Position): Promise<boolean> {
		const tail = await this.tailFor(position);
		await tail.write(bytes);
		await tail.sync();
		if (!this.isThere()) throw new Error('it was moved, removed or unmounted');
		const file = this.files.at(-1);
		if (!file || this.isLost(file)) return false;
		file.bytes += bytes.length;
		return true;
	}

	/** Where the entry at `position` goes: the newest file, or a new one when that is full, or lost. */
	private async tailFor(position: Position): Promise<Tail> {
		const newest = this.files.at(-1);
		if (newest && newest.bytes < this.fileSize && !newest.isLost)
			return (this.tail ??= await this.disk.append(newest.path));
		await this.tail?.close();
		const path = join(this.folder, `${position}.jsonl`);
		this.tail = await this.disk.append(path);
		if (newest?.first === position) this.files.pop();
		this.files.push({first: position, path, bytes: 0, identity: this.disk.identity(path)});
		return this.tail;
	}

	private isLost(file: SegmentFile): boolean {
		if (file.isLost) return true;
		file.isLost = this.disk.identity(file.path) !== file.identity;
		if (file.isLost) this.onLost(file.path);
		return file.isLost;
	}
}

async function readFiles(disk: Disk, folder: string) {
	const files: Array<{first: Position; path: string; bytes: Uint8Array}> = [];
	for (const first of await firstsIn(disk, folder)) {
		const path = join(folder, `${first}.jsonl`);
		const bytes = await disk.read(path).catch(unlessFolder);
		if (bytes) files.push({first, path, bytes});
	}

	return files;
}

/** Where the files of the journal begin, oldest first. */
async function firstsIn(disk: Disk, folder: string): Promise<Position[]> {
	const names = await disk.list(folder);
	const firsts = names.flatMap(name => NAME.exec(name)?.[1] ?? []);
	return firsts.map(Number).sort((a, b) => a - b);
}

/** A folder is no file of the journal's, whatever its name. */
function unlessFolder(error: unknown): undefined {
	if ((error as NodeJS.ErrnoException).code !== 'EISDIR') throw error; // only the disk's own errors have a code
}
