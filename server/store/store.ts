/** Store: opens the state from files and the journal, and records events; checkpoints run in the background. */
import {CannotStart} from '../../lib/cannot-start.ts';
import {realDisk, type Disk} from '../../lib/disk.ts';
import type {ChatEvent} from '../chat/event.ts';
import {apply, applyVolatile, type State} from '../chat/state.ts';
import {JournalFailed, type Entry, type Journal, type Others} from '../journal/journal.ts';
import {Checkpointer, type CheckpointOptions} from './checkpointer.ts';
import {DataFolder} from './data-folder.ts';
import {Logs} from './logs.ts';
import {openJournal, type RecordOptions} from './open-journal.ts';
import {Parts} from './parts.ts';
import {Pending} from './pending.ts';
import {stateFiles, takeSnapshot} from './record-snapshot.ts';
import {Snapshot} from './snapshot.ts';
import {hashOf} from './state-hash.ts';
import {loadVolatile, volatileText} from './volatile.ts';

type StoreOptions = CheckpointOptions & {
	/** The data folder; it is made if it is missing. The caller holds its lock. */
	folder: string;
	disk?: Disk;
	/** Bytes of one file of the journal. */
	journalFile?: number;
	/** The record that several servers share, instead of the embedded journal. */
	record?: RecordOptions | undefined;
	/** Called with warnings for the operator. */
	report?: (sentence: string) => void;
};

const MiB = 1024 * 1024;
/** Minimum free bytes for changes. */
const MIN_FREE = 64 * MiB;
/** Additional free bytes until changes are allowed again. */
const FREE_AGAIN = 4 * MiB;
/** Maximum bytes by which files grow for each byte of the journal, and bytes of blocks for each part that changes. */
const GROWTH = 2;
const PART_SIZE = 16 * 1024;

export class Store {
	readonly state: State;
	readonly journal: Journal;
	readonly logs: Logs;
	private readonly options: StoreOptions;
	private readonly folder: DataFolder;
	private readonly parts: Parts;
	private readonly pending: Pending;
	private readonly checkpointer: Checkpointer;
	private readonly snapshots = new Set<Snapshot>();
	private appended: Promise<unknown> = Promise.resolve();

	private constructor(options: StoreOptions, disk: Disk, journal: Journal, parts: Parts, logs: Logs) {
		this.options = options;
		this.journal = journal;
		this.parts = parts;
		this.state = parts.state;
		this.pending = new Pending(disk, options.folder, this.state);
		this.logs = logs;
		this.folder = new DataFolder(disk, options.folder);
		const {folder, pending} = this;
		const files = () => stateFiles(disk, options.folder);
		const stored = {folder, journal, parts, pending, logs, files};
		this.checkpointer = new Checkpointer(options, stored, async () => this.appended);
		this.follow(({events}) => {
			events.forEach(event => this.beforeApply(event));
			events.forEach(event => apply(this.state, event));
			this.keep(events);
		});
	}

	/** Opens the store. @throws CannotStart naming the file; what is on the disk stays as it was then */
	static async open(options: StoreOptions): Promise<Store> {
		const {folder, disk = realDisk, report} = options;
		const parts = new Parts(disk, folder);
		const logs = new Logs(disk, folder);
		let release: (() => void) | undefined;
		try {
			release = options.record && (await takeSnapshot(disk, folder, options.record.place));
			await parts.load('mayBlock');
			for (const {id, first} of parts.state.conversations.byId.values()) logs.keepFrom(id, first);
			let isThere = () => true;
			let onLost: (path: string) => void = () => undefined;
			const files = {
				fileSize: options.journalFile,
				onCut: (path: string, bytes: number) =>
					report?.(`${path} ended in ${bytes} bytes of a write that was cut off; they were removed.`),
				isThere: () => isThere(),
				onLost: (path: string) => onLost(path),
			};
			const journal = await openJournal({disk, folder, parts, logs, files}, options.record);
			const store = new Store(options, disk, journal, parts, logs);
			isThere = () => store.isThere;
			onLost = path => store.rescue(path);
			return store;
		} catch (error) {
			if (error instanceof CannotStart) throw error;
			if (error instanceof JournalFailed) throw new CannotStart(error.message, {cause: error});
			throw new CannotStart(unusable(folder, error), {cause: error});
		} finally {
			release?.();
		}
	}

	/**
	 * Records what has been applied to the state; resolves when it is durable.
	 * @throws JournalFailed: the process must end
	 */
	record(events: readonly ChatEvent[]): Promise<void> {
		const appended = this.journal.append(events);
		this.appended = appended;
		this.keep(events);
		return appended;
	}

	/** Tells of what other servers append from now on: an entry is to be applied to the state, and kept. */
	follow(entry: (entry: Entry) => void, passed: Others['passed'] = () => undefined): void {
		const heard = (each: Entry) => {
			entry(each);
			if (each.events.some(({type}) => type === 'stateAsked')) this.tellState(each);
		};
		this.journal.follow({entry: heard, passed, volatile: () => volatileText(this.state)});
	}

	/** Whether other servers append to the same record. */
	get isShared(): boolean {
		return this.journal.shared !== undefined;
	}

	/** Joins the other servers on the record. @returns whether there are none, or only this server writes the journal */
	async join(): Promise<boolean> {
		const {state} = this;
		const hasJoined = await this.journal.shared?.join(
			text => loadVolatile(state, text),
			({events}) => events.forEach(event => applyVolatile(state, event)),
		);
		return hasJoined !== true;
	}

	/** Keeps for the next checkpoint what has been applied to the state, and is appended. */
	keep(events: readonly ChatEvent[]): void {
		for (const event of events) {
			this.logs.keep(event);
			this.parts.touch(event);
			this.pending.touch(event);
		}

		this.checkpointer.whenDue();
	}

	/** Begins to read the state of this moment, while events go on. The caller closes it. */
	snapshot(): Snapshot {
		const snapshot: Snapshot = new Snapshot(this.state, this.appended, () => this.snapshots.delete(snapshot));
		this.snapshots.add(snapshot);
		return snapshot;
	}

	/** Whether a snapshot is open, whose messages must not be forgotten. */
	get isBeingRead(): boolean {
		return this.snapshots.size > 0;
	}

	/** Lets open snapshots capture what an event is about to change; to be called right before it is applied. */
	beforeApply(event: ChatEvent): void {
		for (const snapshot of this.snapshots) snapshot.before(event);
	}

	/** Whether the data folder that was opened is still at its path. */
	get isThere(): boolean {
		return this.folder.isThere;
	}

	/** The sentence for the operator when the folder is not {@link isThere}. */
	get gone(): string {
		return this.folder.gone;
	}

	/** Bytes that may still be written to the disk. */
	get room(): number {
		return this.folder.room;
	}

	/**
	 * Whether more may be recorded, so that a checkpoint of all that only the journal holds still has room.
	 * @param after `again`: there was no room before; then a little more is needed, so that the answer does not flap
	 */
	hasRoom(after: 'still' | 'again'): boolean {
		const unwritten = GROWTH * this.journal.backlog + PART_SIZE * this.parts.unwritten;
		return this.folder.room >= MIN_FREE + unwritten + (after === 'again' ? FREE_AGAIN : 0);
	}

	/** Whether a file of so many bytes may be stored beside what is recorded. */
	hasRoomFor(bytes: number): boolean {
		return this.folder.room >= MIN_FREE + GROWTH * this.journal.backlog + bytes;
	}

	/** Begins a checkpoint, also when the one before failed. */
	checkpointSoon(): void {
		this.checkpointer.soon();
	}

	/** Keeps the journal from forgetting until the returned function is called, once: for who copies the folder meanwhile. */
	holdJournal(): () => void {
		return this.checkpointer.hold();
	}

	/** Makes a checkpoint now. */
	async checkpoint(): Promise<void> {
		await this.checkpointer.checkpoint();
	}

	/** Closes after a last checkpoint. Nothing may be recorded any more. */
	async close(): Promise<void> {
		await this.checkpointer.close();
		await this.journal.close();
	}

	/** Closes without a last checkpoint; one that is being made is abandoned. */
	async abandon(): Promise<void> {
		await this.checkpointer.abandon();
		await this.journal.close().catch(() => undefined); // where the disk is why it ends, it has been said
	}

	/** Tells the record the hash of the state of this moment. */
	private tellState({position}: Entry): void {
		hashOf(this.snapshot(), this.state.presence, position).then(
			hash => this.journal.shared?.tellState(hash),
			(error: unknown) => this.options.failed?.(error),
		);
	}

	/** Makes a checkpoint when a file of the journal was lost: all that it held is still in memory. */
	private rescue(path: string): void {
		if (!this.isThere) return;
		this.options.report?.(
			`${path} was removed or replaced under the running server; what stood in it is written to the other files now.`,
		);
		this.record([])
			.then(async () => this.checkpointer.settled())
			.finally(() => this.checkpointSoon())
			.catch((error: unknown) => this.options.failed?.(error));
	}
}

function unusable(folder: string, error: unknown): string {
	const {code, path = folder, message} = error as NodeJS.ErrnoException;
	if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
		return `${path} cannot be written; choose another folder with --data, or change its permissions.`;
	if (code === 'ENOSPC') return `There is no room left on the disk of ${path}; make some and start again.`;
	return `${path} cannot be used (${message}); choose another folder with --data.`;
}
