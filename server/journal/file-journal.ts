/** Embedded journal with group commit: entries that arrive while the disk is busy become durable together. */
import type {JournaledEvent} from '../chat/event.ts';
import {Batch} from './batch.ts';
import {JournalFailed, type Entry, type Journal, type Position} from './journal.ts';
import {SegmentFiles, type SegmentFilesOptions} from './segment-files.ts';

export class FileJournal implements Journal {
	readonly shared = undefined;
	last: Position;
	durable: Position;
	private readonly folder: string;
	private readonly files: SegmentFiles;
	/** Entries that the next write takes. */
	private batch: Batch | undefined;
	/** Memory for the next batches: while one is written, another one is filled. */
	private readonly rooms: Buffer[] = [];
	private writing: Promise<void> | undefined;
	private failure: JournalFailed | undefined;

	private constructor(folder: string, files: SegmentFiles) {
		this.folder = folder;
		this.files = files;
		this.last = files.last;
		this.durable = files.last;
	}

	/** Opens the journal. @throws JournalFailed when anything but the end of the newest file is damaged; nothing is changed then */
	static async open(options: SegmentFilesOptions): Promise<FileJournal> {
		return new FileJournal(options.folder, await SegmentFiles.open(options));
	}

	get backlog(): number {
		return this.files.bytes;
	}

	turn(work: () => void): void {
		work();
	}

	append(events: readonly JournaledEvent[]): Promise<void> {
		if (this.failure) return Promise.reject(this.failure);
		const batch = (this.batch ??= this.nextBatch());
		batch.add(this.durable, events);
		this.last = batch.last;
		this.writing ??= this.writeAll();
		return batch.written;
	}

	private nextBatch(): Batch {
		return new Batch(this.last + 1, this.rooms.pop());
	}

	async *read(after: Position): AsyncGenerator<Entry> {
		for await (const entry of this.files.read(after)) {
			if (entry.position > this.durable) return;
			yield entry;
		}
	}

	/** Nobody else appends. */
	follow(): void {}

	async forget(position: Position): Promise<void> {
		await this.files.forget(position);
	}

	async close(): Promise<void> {
		await this.writing;
		this.failure ??= new JournalFailed(`The journal in ${this.folder} is closed.`);
		await this.files.close();
	}

	checkFiles(): void {
		this.files.checkFiles();
	}

	/** Writes and syncs once for all entries that wait, again and again until none does. */
	private async writeAll(): Promise<void> {
		for (;;) {
			await new Promise(setImmediate); // so that all of this turn goes together
			const batch = this.takeBatch();
			if (!batch) break;
			try {
				await this.write(batch);
				if (batch.room && this.rooms.length < 2) this.rooms.push(batch.room);
				batch.resolve();
			} catch (error) {
				batch.reject(this.fail(error));
			}
		}

		this.writing = undefined;
	}

	private takeBatch(): Batch | undefined {
		const {batch} = this;
		this.batch = undefined;
		return batch;
	}

	private async write({content, first, last}: Batch): Promise<void> {
		await this.files.write(content, first);
		this.durable = last;
	}

	/** Rejects what waits: the outcome of what is in flight is unknown, and nothing is tried again. */
	private fail(error: unknown): JournalFailed {
		const reason = error instanceof Error ? error.message : String(error);
		this.failure ??= new JournalFailed(
			`The journal in ${this.folder} cannot be written (${reason}); free the disk and start again.`,
			{cause: error},
		);
		this.takeBatch()?.reject(this.failure);
		return this.failure;
	}
}
