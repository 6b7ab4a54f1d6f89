/** The embedded journal: files of lines; all entries that arrive while the disk is busy become durable together. */
import {join} from 'node:path';
import type {JournaledEvent} from '../chat/event.ts';
import type {Disk, Tail} from '../../lib/disk.ts';
import {JournalFailed, type Entry, type Journal, type Position} from './journal.ts';
import {writeLine} from './line.ts';
import {entriesOf, scan} from './segment.ts';

export type FileJournalOptions = {
	disk: Disk;
	folder: string;
	/** Asked before anything is changed whether a journal of these positions can be; what it throws is thrown. */
	check?: ((first: Position, last: Position) => void) | undefined;
	/** Asked after each write: whether what was written is where the next start looks for it. */
	isThere?: () => boolean;
	/** A new file is begun when the newest has so many bytes. */
	fileSize?: number | undefined;
	/** Told when the end of the newest file was damaged, by a write that was cut off, and was removed. */
	onCut?: (path: string, bytes: number) => void;
	/** Told once of each file that is no longer where the next start looks for it: what stands in it must be written elsewhere. */
	onLost?: (path: string) => void;
};

type Segment = {
	first: Position;
	path: string;
	bytes: number;
	/** By which the file is known again. */
	identity: string | undefined;
	isLost?: boolean;
};
type Waiting = {entry: Entry; resolve: (position: Position) => void; reject: (error: Error) => void};
type Follower = {next: Position; listener: (entry: Entry) => void};

const FILE_SIZE = 8 * 1024 * 1024;
/** Anything else in the folder is none of the journal's. */
const NAME = /^([1-9]\d{0,14})\.jsonl$/;

export class FileJournal implements Journal {
	last: Position;
	durable: Position;
	private readonly disk: Disk;
	private readonly folder: string;
	private readonly fileSize: number;
	private readonly isThere: () => boolean;
	private readonly onLost: (path: string) => void;
	/** Oldest first; each begins where the one before it ends. */
	private readonly segments: Segment[];
	private tail: Tail | undefined;
	private waiting: Waiting[] = [];
	private writing: Promise<void> | undefined;
	private failure: JournalFailed | undefined;
	private readonly followers = new Set<Follower>();

	private constructor(
		{disk, folder, fileSize = FILE_SIZE, isThere = () => true, onLost = () => undefined}: FileJournalOptions,
		segments: Segment[],
		last: Position,
	) {
		this.disk = disk;
		this.folder = folder;
		this.fileSize = fileSize;
		this.isThere = isThere;
		this.onLost = onLost;
		this.segments = segments;
		this.last = last;
		this.durable = last;
	}

	/** @throws JournalFailed when anything but the end of the newest file is damaged; nothing is changed then. */
	static async open(options: FileJournalOptions): Promise<FileJournal> {
		const {disk, folder, check, onCut} = options;
		const found: Array<{first: Position; path: string; bytes: Uint8Array}> = [];
		for (const first of await firstsIn(disk, folder)) {
			const path = join(folder, `${first}.jsonl`);
			const bytes = await disk.read(path).catch(unlessFolder);
			if (bytes) found.push({first, path, bytes});
		}

		const begins = found[0]?.first ?? 1;
		const segments: Segment[] = [];
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
			segments.push({first, path, bytes: good.bytes, identity: disk.identity(path)});
		}

		check?.(begins, next - 1);
		await disk.makeFolder(folder);
		const newest = segments.at(-1);
		// What a process that was killed had written may not be durable yet, and from here on it counts as told.
		if (newest) await (await disk.append(newest.path, newest.bytes)).close();
		if (newest && cut > 0) onCut?.(newest.path, cut);

		return new FileJournal(options, segments, next - 1);
	}

	get backlog(): number {
		return this.segments.reduce((sum, {bytes}) => sum + bytes, 0);
	}

	async append(events: readonly JournaledEvent[]): Promise<Position> {
		if (this.failure) throw this.failure;
		const entry = {position: ++this.last, events};
		return new Promise((resolve, reject) => {
			this.waiting.push({entry, resolve, reject});
			this.writing ??= this.writeAll();
		});
	}

	async *read(after: Position): AsyncGenerator<Entry> {
		for (const [at, {path, first}] of [...this.segments].entries()) {
			const following = this.segments[at + 1];
			if (following && following.first <= after + 1) continue;
			const bytes = (await this.disk.read(path)) ?? new Uint8Array();
			for (const {entry} of entriesOf(path, bytes, first)) {
				if (entry.position > this.durable) return;
				if (entry.position > after) yield entry;
			}
		}
	}

	follow(after: Position, listener: (entry: Entry) => void): () => void {
		const follower = {next: after + 1, listener};
		this.catchUp(follower).catch((error: unknown) => this.fail(error));
		return () => this.followers.delete(follower);
	}

	async forget(position: Position): Promise<void> {
		while (this.segments.length > 1 && (this.segments[1]?.first ?? Infinity) <= position + 1) {
			const [oldest] = this.segments.splice(0, 1);
			if (oldest) await this.disk.remove(oldest.path);
		}
	}

	async close(): Promise<void> {
		await this.writing;
		this.failure ??= new JournalFailed(`The journal in ${this.folder} is closed.`);
		await this.tail?.close();
		this.tail = undefined;
	}

	/** To be called every second or so: a file may be lost into which nothing is written now. */
	look(): void {
		for (const segment of this.segments) this.isLost(segment);
	}

	/** One write and one sync for all that waits, again and again until nothing does. */
	private async writeAll(): Promise<void> {
		await new Promise(setImmediate); // so that all of this turn goes together
		while (this.waiting.length > 0 && !this.failure) {
			const batch = this.waiting;
			this.waiting = [];
			try {
				await this.writeBatch(batch);
			} catch (error) {
				const failure = this.fail(error);
				for (const {reject} of batch) reject(failure);
			}
		}

		this.writing = undefined;
	}

	private async writeBatch(batch: readonly Waiting[]): Promise<void> {
		const bytes = Buffer.from(batch.map(({entry}) => writeLine({...entry, durable: this.durable})).join(''));
		const position = batch[0]?.entry.position ?? this.last;
		if (!(await this.written(bytes, position)) && !(await this.written(bytes, position)))
			throw new Error('its files are removed again and again');
		for (const {entry, resolve} of batch) {
			this.durable = entry.position;
			resolve(entry.position);
			for (const follower of this.followers) deliver(follower, entry);
		}
	}

	/** False: the file into which it was written is lost. */
	private async written(bytes: Uint8Array, position: Position): Promise<boolean> {
		const tail = await this.tailFor(position);
		await tail.write(bytes);
		await tail.sync();
		if (!this.isThere()) throw new Error('it was moved, removed or unmounted');
		const segment = this.segments.at(-1);
		if (!segment || this.isLost(segment)) return false;
		segment.bytes += bytes.length;
		return true;
	}

	/** Where the entry at `position` goes: the newest file, or a new one when that is full, or lost. */
	private async tailFor(position: Position): Promise<Tail> {
		const newest = this.segments.at(-1);
		if (newest && newest.bytes < this.fileSize && !newest.isLost)
			return (this.tail ??= await this.disk.append(newest.path));
		await this.tail?.close();
		const path = join(this.folder, `${position}.jsonl`);
		this.tail = await this.disk.append(path);
		if (newest?.first === position) this.segments.pop();
		this.segments.push({first: position, path, bytes: 0, identity: this.disk.identity(path)});
		return this.tail;
	}

	private isLost(segment: Segment): boolean {
		if (segment.isLost) return true;
		segment.isLost = this.disk.identity(segment.path) !== segment.identity;
		if (segment.isLost) this.onLost(segment.path);
		return segment.isLost;
	}

	/** The outcome of what is in flight is unknown, and nothing is tried again. */
	private fail(error: unknown): JournalFailed {
		const reason = error instanceof Error ? error.message : String(error);
		this.failure ??= new JournalFailed(
			`The journal in ${this.folder} cannot be written (${reason}); free the disk and start again.`,
			{cause: error},
		);
		for (const {reject} of this.waiting.splice(0)) reject(this.failure);
		return this.failure;
	}

	/** Reads what is there, then joins those who hear of each new entry. */
	private async catchUp(follower: Follower): Promise<void> {
		while (follower.next <= this.durable) {
			for await (const entry of this.read(follower.next - 1)) deliver(follower, entry);
		}

		this.followers.add(follower);
	}
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

function deliver(follower: Follower, entry: Entry): void {
	if (entry.position !== follower.next) return;
	follower.next++;
	follower.listener(entry);
}
