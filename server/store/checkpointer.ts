/** Writes checkpoints in the background: changed parts into their files, after which the journal forgets their events. */
import type {Clock} from '../../lib/clock.ts';
import {inParallel} from '../../lib/in-parallel.ts';
import {UnusableFile} from '../../lib/unusable-file.ts';
import type {ConversationId} from '../../protocol/names.ts';
import type {Journal, StateFile} from '../journal/journal.ts';
import type {DataFolder} from './data-folder.ts';
import type {Logs} from './logs.ts';
import type {Part, Parts} from './parts.ts';
import type {Pending} from './pending.ts';

const CHECKPOINT_EVERY = 5 * 60_000;
/** Parts that are written at the same time: each waits for the disk several times, and for its turn on a busy server. */
const PARALLEL = 32;
const CHECKPOINT_BYTES = 32 * 1024 * 1024;
/** Free bytes that a checkpoint leaves alone: the largest file is written beside the old one. */
const MIN_FREE = 32 * 1024 * 1024;

export type CheckpointOptions = {
	clock: Clock;
	/** Milliseconds after which a checkpoint is made, and bytes of journal for which one is made earlier. */
	checkpointEvery?: number;
	checkpointBytes?: number | undefined;
	/** Called when a checkpoint failed; the journal still has all events. */
	failed?: (error: unknown) => void;
};

/** What a checkpoint writes, and where. */
type Stored = {
	folder: DataFolder;
	journal: Journal;
	parts: Parts;
	pending: Pending;
	logs: Logs;
	/** Reads what a checkpoint wrote. */
	files: () => AsyncIterable<StateFile>;
};

export class Checkpointer {
	private readonly options: CheckpointOptions;
	private readonly stored: Stored;
	/** Resolves when all that was appended to the journal is durable. */
	private readonly appended: () => Promise<unknown>;
	/** The checkpoint that is being made. */
	private running: Promise<void> | undefined;
	private cancelTimer: (() => void) | undefined;
	/** The last checkpoint failed, so the next one waits for its timer. */
	private isPostponed = false;
	private isClosed = false;
	/** How many need the journal as it is. */
	private holds = 0;
	private readonly abandoned = new AbortController();
	private readonly closed = new AbortController();

	constructor(options: CheckpointOptions, stored: Stored, appended: () => Promise<unknown>) {
		this.options = options;
		this.stored = stored;
		this.appended = appended;
		this.schedule();
	}

	/** Writes all changed parts, and lets the journal forget their events. */
	async checkpoint(): Promise<void> {
		this.running ??= this.writeChanged()
			.then(async () => this.keepSnapshot())
			.finally(() => (this.running = undefined));
		return this.running;
	}

	/** Begins a checkpoint, also when the one before failed. */
	soon(): void {
		this.isPostponed = false;
		this.begin();
	}

	/** Begins a checkpoint when the journal has grown too long for a fast start. */
	whenDue(): void {
		const {checkpointBytes = CHECKPOINT_BYTES} = this.options;
		if (!this.isPostponed && this.stored.journal.backlog > checkpointBytes) this.begin();
	}

	/** Keeps the journal from forgetting until the returned function is called, once. */
	hold(): () => void {
		this.holds++;
		return () => this.holds--;
	}

	/** Resolves when no checkpoint is being made. */
	async settled(): Promise<void> {
		await this.running;
	}

	/** Makes a last checkpoint. */
	async close(): Promise<void> {
		this.stop();
		await this.running;
		await this.checkpoint();
	}

	/** Abandons a checkpoint in the middle of the file that it writes; resolves when it has ended. */
	async abandon(): Promise<void> {
		this.stop();
		this.abandoned.abort();
		await this.running?.catch(() => undefined); // its caller hears of it
	}

	private stop(): void {
		this.isClosed = true;
		this.closed.abort();
		this.cancelTimer?.();
	}

	private schedule(): void {
		const {clock, checkpointEvery = CHECKPOINT_EVERY} = this.options;
		this.cancelTimer = clock.after(checkpointEvery, () => {
			this.soon();
			this.schedule();
		});
	}

	private begin(): void {
		if (this.isClosed || this.running) return;
		this.checkpoint().then(
			() => this.goOn(),
			(error: unknown) => {
				this.isPostponed = true;
				this.options.failed?.(error);
			},
		);
	}

	/** Begins another checkpoint for much that came during the one before, also when nothing comes after it. */
	private goOn(): void {
		if (this.stored.parts.unwritten > 0) this.whenDue();
	}

	private async writeChanged(): Promise<void> {
		const {signal} = this.abandoned;
		const {journal, parts, pending} = this.stored;
		const {last} = journal;
		const changed = parts.takeChanged();
		try {
			await inParallel(changed, PARALLEL, async part => {
				signal.throwIfAborted();
				this.mustHaveRoom();
				await this.writePart(part, signal);
			});
			if (changed.length > 0) await pending.write(journal, this.appended, signal);
			await parts.sync();
			if (this.holds === 0) await journal.forget(last);
		} catch (error) {
			parts.putBack(changed);
			if (!signal.aborted) throw error;
		}
	}

	/** For new servers on a record; no file changes meanwhile. */
	private async keepSnapshot(): Promise<void> {
		const {journal, files} = this.stored;
		if (this.holds === 0) await journal.shared?.keepSnapshot(files, this.closed.signal);
	}

	/** Checks the folder and its room before each file. @throws UnusableFile */
	private mustHaveRoom(): void {
		const {folder} = this.stored;
		if (!folder.isThere) throw new UnusableFile(folder.gone);
		if (folder.room >= MIN_FREE) return;
		throw new UnusableFile(
			`The files in ${folder.path} are not brought up to date, since its disk has too little room; the journal keeps everything. Make room.`,
		);
	}

	/** Writes the messages of a conversation before the file that counts them. */
	private async writePart(part: Part, signal: AbortSignal): Promise<void> {
		const {journal, parts, logs} = this.stored;
		const {last} = journal;
		const flush =
			part.name === 'conversations'
				? logs.flush(part.key as ConversationId, last, signal) // keys of that slice are conversations
				: undefined;
		await parts.write(part, last, this.appended().then(flush), signal);
	}
}
