/** Keeps the files of the embedded journal: appends lines to the newest, and removes the oldest. */
import {join} from 'node:path';
import type {Disk, Tail} from '../../lib/disk.ts';
import type {Entry, Position} from './journal.ts';
import {inspect, readEntries, type SegmentFile} from './read-files.ts';

export type SegmentFilesOptions = {
	disk: Disk;
	folder: string;
	/** Is given each entry, before anything is changed. */
	onEntry?: ((entry: Entry) => void) | undefined;
	/** Checks the positions that were found, before anything is changed; may throw. */
	check?: ((first: Position, last: Position) => void) | undefined;
	/** Asked after each write whether the data folder is still where the next start looks for it. */
	isThere?: () => boolean;
	/** Bytes after which a new file begins. */
	fileSize?: number | undefined;
	/** Called when an interrupted write at the end of the newest file was removed. */
	onCut?: (path: string, bytes: number) => void;
	/** Called once for each file that was removed or replaced: its entries must be stored elsewhere. */
	onLost?: (path: string) => void;
};

const FILE_SIZE = 8 * 1024 * 1024;

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

	/** Opens the files. @throws JournalFailed when anything but the end of the newest is damaged; nothing is changed then */
	static async open(options: SegmentFilesOptions): Promise<SegmentFiles> {
		const {disk, folder, onEntry, check, onCut} = options;
		const {files, first, last, cut} = await inspect(disk, folder, onEntry);
		check?.(first, last);
		await disk.makeFolder(folder);
		const newest = files.at(-1);
		// What a killed process had written may not be durable yet, and from here on it counts as acknowledged.
		if (newest) await (await disk.append(newest.path, newest.bytes)).close();
		if (newest && cut > 0) onCut?.(newest.path, cut);
		return new SegmentFiles(options, files, last);
	}

	/** Bytes of all files. */
	get bytes(): number {
		return this.files.reduce((sum, {bytes}) => sum + bytes, 0);
	}

	/** Reads the entries with a position greater than `after`, less those of files that {@link forget} removed. */
	async *read(after: Position): AsyncGenerator<Entry> {
		yield* readEntries(this.disk, [...this.files], after);
	}

	/** Writes lines, durable when it resolves. @param position of the first @throws the disk's error */
	async write(bytes: Uint8Array, position: Position): Promise<void> {
		if (!(await this.isWritten(bytes, position)) && !(await this.isWritten(bytes, position)))
			throw new Error('its files are removed again and again');
	}

	/** Removes files that hold only entries up to `position`, but never the newest. */
	async forget(position: Position): Promise<void> {
		while (this.files.length > 1 && (this.files[1]?.first ?? Infinity) <= position + 1) {
			const [oldest] = this.files.splice(0, 1);
			if (oldest) await this.disk.remove(oldest.path);
		}
	}

	/** Checks whether files were removed or replaced. */
	checkFiles(): void {
		for (const file of this.files) if (this.isElsewhere(file)) this.lose(file);
	}

	async close(): Promise<void> {
		await this.tail?.close();
		this.tail = undefined;
	}

	/** @returns false if the file was removed or replaced meanwhile */
	private async isWritten(bytes: Uint8Array, position: Position): Promise<boolean> {
		const tail = await this.tailFor(position);
		await tail.write(bytes);
		await tail.sync();
		const file = this.files.at(-1);
		if (!file || this.isElsewhere(file)) {
			if (!this.isThere()) throw new Error('it was moved, removed or unmounted');
			if (file) this.lose(file);
			return false;
		}

		file.bytes += bytes.length;
		return true;
	}

	/** Opens the newest file to append to it, or a new one when that is full or lost. */
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

	/** Whether the next start would not find the file. */
	private isElsewhere(file: SegmentFile): boolean {
		return file.isLost === true || this.disk.identity(file.path) !== file.identity;
	}

	private lose(file: SegmentFile): void {
		if (file.isLost) return;
		file.isLost = true;
		this.onLost(file.path);
	}
}
