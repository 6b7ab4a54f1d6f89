/** All that is durable: the state read back at the start, the journal of what happens since, files, and messages. */
import {join} from 'node:path';
import type {ConversationId} from '../../protocol/names.ts';
import type {JournaledEvent} from '../chat/event.ts';
import type {State} from '../chat/state.ts';
import {CannotStart} from '../../lib/cannot-start.ts';
import type {Clock} from '../../lib/clock.ts';
import {FileJournal} from '../journal/file.ts';
import {JournalFailed, type Journal, type Position} from '../journal/journal.ts';
import {realDisk, type Disk} from '../../lib/disk.ts';
import {Logs} from './logs.ts';
import {Parts, type Part} from './parts.ts';
import {Pending} from './pending.ts';
import {storedIn} from './stored.ts';
import {UnusableFile} from '../../lib/unusable-file.ts';

export type StoreOptions = {
	/** The data folder; it is made if it is missing. The caller holds its lock. */
	folder: string;
	clock: Clock;
	disk?: Disk;
	/** A checkpoint is made after so many milliseconds with changes, or when a start would read so many bytes of journal. */
	checkpointEvery?: number;
	checkpointBytes?: number;
	/** Bytes of one file of the journal. */
	journalFile?: number;
	/** Something that an operator should know and that stops nothing. */
	report?: (sentence: string) => void;
	/** A checkpoint failed: the files are as they were, and the journal still has everything. */
	failed?: (error: unknown) => void;
};

const CHECKPOINT_EVERY = 5 * 60_000;
const CHECKPOINT_BYTES = 32 * 1024 * 1024;
const MiB = 1024 * 1024;
/** Free bytes that changes leave alone, and those that a checkpoint does: the largest file is written beside the old one. */
const MIN_FREE = 64 * MiB;
const CHECKPOINT_FREE = 32 * MiB;
/** So many more are wanted until changes are taken again. */
const FREE_AGAIN = 4 * MiB;
/** Bytes that files grow by for each byte of the journal, at most, and what a part that changes takes in blocks besides. */
const GROWTH = 2;
const PART_SIZE = 16 * 1024;

export class Store {
	readonly state: State;
	readonly journal: Journal;
	readonly logs: Logs;
	private readonly options: StoreOptions;
	private readonly disk: Disk;
	private readonly parts: Parts;
	private readonly pending: Pending;
	private appended: Promise<unknown> = Promise.resolve();
	private checkpointing: Promise<void> | undefined;
	private cancel: (() => void) | undefined;
	/** The last checkpoint failed, so the next is left to the clock: trying at every event would mend nothing. */
	private postponed = false;
	private closed = false;
	private readonly abandoned = new AbortController();
	/** By which the folder is known again. */
	private readonly identity: string | undefined;

	private constructor(options: StoreOptions, disk: Disk, journal: Journal, parts: Parts, logs: Logs) {
		this.options = options;
		this.disk = disk;
		this.journal = journal;
		this.parts = parts;
		this.state = parts.state;
		this.pending = new Pending(disk, options.folder, this.state);
		this.logs = logs;
		this.identity = disk.identity(options.folder);
	}

	/** @throws CannotStart with a sentence that names the file; what is on the disk is left as it was then */
	static async open(options: StoreOptions): Promise<Store> {
		const {folder, disk = realDisk, report} = options;
		const parts = new Parts(disk, folder);
		const logs = new Logs(disk, folder);
		try {
			await parts.load();
			const onCut = (path: string, bytes: number) =>
				report?.(`${path} ended in ${bytes} bytes of a write that was cut off; they were removed.`);
			const journalFolder = join(folder, 'journal');
			let isThere = () => true;
			let onLost: (path: string) => void = () => undefined;
			const journal = await FileJournal.open({
				disk,
				folder: journalFolder,
				fileSize: options.journalFile,
				check: (first, last) => parts.check(journalFolder, first, last),
				onCut,
				isThere: () => isThere(),
				onLost: path => onLost(path),
			});
			for await (const entry of journal.read(0)) {
				parts.replay(entry);
				for (const event of entry.events) keepMessages(logs, event);
			}

			const store = new Store(options, disk, journal, parts, logs);
			isThere = () => store.isThere;
			onLost = path => store.rescue(path);
			store.schedule();
			return store;
		} catch (error) {
			if (error instanceof CannotStart) throw error;
			if (error instanceof JournalFailed) throw new CannotStart(error.message, {cause: error});
			throw new CannotStart(unusable(folder, error), {cause: error});
		}
	}

	/** Records what has been applied to the state; resolves when it is durable. @throws JournalFailed: the process must end */
	async record(events: readonly JournaledEvent[]): Promise<Position> {
		const appended = this.journal.append(events);
		this.appended = appended;
		for (const event of events) {
			keepMessages(this.logs, event);
			this.parts.touch(event);
			this.pending.touch(event);
		}

		if (!this.postponed && this.journal.backlog > (this.options.checkpointBytes ?? CHECKPOINT_BYTES))
			this.checkpointInBackground();
		return appended;
	}

	/** What there is to say when it is not {@link isThere}. */
	get gone(): string {
		return movedAway(this.options.folder);
	}

	/** Whether the folder that was opened still stands at its path. */
	get isThere(): boolean {
		return this.identity === this.disk.identity(this.options.folder);
	}

	/**
	 * Whether more may be recorded, so that a checkpoint of all that stands in the journal alone still leaves room: what was
	 * written there comes again in the files, and each file that changes takes blocks of its own. `again`: after there was
	 * none; that takes a little more, so that it does not come and go.
	 */
	hasRoom(after: 'still' | 'again'): boolean {
		const unwritten = GROWTH * this.journal.backlog + PART_SIZE * this.parts.unwritten;
		const wanted = MIN_FREE + unwritten + (after === 'again' ? FREE_AGAIN : 0);
		return this.disk.room(this.options.folder) >= wanted;
	}

	/** Begins a checkpoint, also when the one before failed. */
	checkpointSoon(): void {
		this.postponed = false;
		this.checkpointInBackground();
	}

	/** What stood in a lost file of the journal is all in memory: it goes to the other files, and the journal begins anew. */
	private rescue(path: string): void {
		if (!this.isThere) return;
		this.options.report?.(
			`${path} was removed or replaced under the running server; what stood in it is written to the other files now.`,
		);
		this.record([])
			.then(async () => this.checkpointing)
			.finally(() => this.checkpointSoon())
			.catch((error: unknown) => this.options.failed?.(error));
	}

	/** Brings every file up to date, one at a time, and lets the journal forget what stands in them. */
	async checkpoint(): Promise<void> {
		this.checkpointing ??= this.writeChanged().finally(() => (this.checkpointing = undefined));
		return this.checkpointing;
	}

	/** After a last checkpoint. Nothing may be recorded any more. */
	async close(): Promise<void> {
		this.closed = true;
		this.cancel?.();
		await this.checkpointing;
		await this.checkpoint();
		await this.journal.close();
	}

	/** Ends without a last checkpoint; one that is being made ends in the middle of the file that it writes. Resolves when it has. */
	async abandon(): Promise<void> {
		this.closed = true;
		this.abandoned.abort();
		this.cancel?.();
		await this.checkpointing?.catch(() => undefined); // whoever began it hears of it
		await this.journal.close().catch(() => undefined); // where the disk is why it ends, it has been said
	}

	private async writeChanged(): Promise<void> {
		const {signal} = this.abandoned;
		const {last} = this.journal;
		const parts = this.parts.takeChanged();
		try {
			for (const part of parts) {
				signal.throwIfAborted();
				this.mustHaveRoom();
				await this.writePart(part, signal);
			}

			if (parts.length > 0) await this.pending.write(this.journal, async () => this.appended, signal);
			await this.parts.sync();
			await this.journal.forget(last);
		} catch (error) {
			this.parts.putBack(parts);
			if (!signal.aborted) throw error;
		}
	}

	/** A checkpoint stops before it takes the last of the disk, or writes where another folder stands now. */
	private mustHaveRoom(): void {
		const {folder} = this.options;
		if (!this.isThere) throw new UnusableFile(this.gone);
		if (this.disk.room(folder) >= CHECKPOINT_FREE) return;
		throw new UnusableFile(
			`The files in ${folder} are not brought up to date, since its disk has too little room; the journal keeps everything. Make room.`,
		);
	}

	/** The messages of a conversation before the file that counts them. */
	private async writePart(part: Part, signal: AbortSignal): Promise<void> {
		const {last} = this.journal;
		const flush =
			part.name === 'conversations'
				? this.logs.flush(part.key as ConversationId, last, signal) // keys of that slice are conversations
				: undefined;
		await this.parts.write(part, last, this.appended.then(flush), signal);
	}

	private schedule(): void {
		this.cancel = this.options.clock.after(this.options.checkpointEvery ?? CHECKPOINT_EVERY, () => {
			this.postponed = false;
			this.checkpointInBackground();
			this.schedule();
		});
	}

	private checkpointInBackground(): void {
		if (this.closed || this.checkpointing) return;
		this.checkpoint().catch((error: unknown) => {
			this.postponed = true;
			this.options.failed?.(error);
		});
	}
}

function movedAway(folder: string): string {
	return `${folder} is no longer the folder that this server opened: it was moved, removed or unmounted. Nothing more is kept or acknowledged; put it back and start again.`;
}

function keepMessages(logs: Logs, event: JournaledEvent): void {
	for (const {conversation, item} of storedIn(event)) logs.add(conversation, item);
}

function unusable(folder: string, error: unknown): string {
	const {code, path = folder, message} = error as NodeJS.ErrnoException;
	if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
		return `${path} cannot be written; choose another folder with --data, or change its permissions.`;
	if (code === 'ENOSPC') return `There is no room left on the disk of ${path}; make some and start again.`;
	return `${path} cannot be used (${message}); choose another folder with --data.`;
}
