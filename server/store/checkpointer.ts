/** Writes checkpoints in the background: the parts that changed, into their files; then the journal forgets what stands in them. */
import type {Clock} from '../../lib/clock.ts';
import {UnusableFile} from '../../lib/unusable-file.ts';
import type {ConversationId} from '../../protocol/names.ts';
import type {Journal} from '../journal/journal.ts';
import type {DataFolder} from './data-folder.ts';
import type {Logs} from './logs.ts';
import type {Part, Parts} from './parts.ts';
import type {Pending} from './pending.ts';

const CHECKPOINT_EVERY = 5 * 60_000;
const CHECKPOINT_BYTES = 32 * 1024 * 1024;
/** Free bytes that a checkpoint leaves alone: the largest file is written beside the old one. */
const MIN_FREE = 32 * 1024 * 1024;

export type CheckpointOptions = {
	clock: Clock;
	/** A checkpoint is made after so many milliseconds with changes, or when a start would read so many bytes of journal. */
	checkpointEvery?: number;
	checkpointBytes?: number;
	/** Called when a checkpoint failed: the files are as they were, and the journal still has everything. */
	failed?: (error: unknown) => void;
};

/** What a checkpoint writes, and where. */
type Stored = {folder: DataFolder; journal: Journal; parts: Parts; pending: Pending; logs: Logs};

export class Checkpointer {
	private readonly options: CheckpointOptions;
	private readonly stored: Stored;
	/** Resolves when all that was appended to the journal is durable. */
	private readonly appended: () => Promise<unknown>;
	/** The checkpoint that is being made. */
	private running: Promise<void> | undefined;
	private cancelTimer: (() => void) | undefined;
	/** The last checkpoint failed, so the next is left to the clock: trying at every event would mend nothing. */
	private isPostponed = false;
	private isClosed = false;
	private readonly abandoned = new AbortController();

	constructor(options: CheckpointOptions, stored: Stored, appended: () => Promise<unknown>) {
		this.options = options;
		this.stored = stored;
		this.appended = appended;
		this.schedule();
	}

	/** Brings every file up to date, one at a time, and lets the journal forget what stands in them. */
	async checkpoint(): Promise<void> {
		this.running ??= this.writeChanged().finally(() => (this.running = undefined));
		return this.running;
	}

	/** Begins a checkpoint, also when the one before failed. */
	soon(): void {
		this.isPostponed = false;
		this.begin();
	}

	/** Begins a checkpoint when the journal has grown so long that a start would take a while. */
	whenDue(): void {
		const {checkpointBytes = CHECKPOINT_BYTES} = this.options;
		if (!this.isPostponed && this.stored.journal.backlog > checkpointBytes) this.begin();
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

	/** Ends a checkpoint in the middle of the file that it writes; resolves when it has ended. */
	async abandon(): Promise<void> {
		this.stop();
		this.abandoned.abort();
		await this.running?.catch(() => undefined); // whoever began it hears of it
	}

	private stop(): void {
		this.isClosed = true;
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
		this.checkpoint().catch((error: unknown) => {
			this.isPostponed = true;
			this.options.failed?.(error);
		});
	}

	private async writeChanged(): Promise<void> {
		const {signal} = this.abandoned;
		const {journal, parts, pending} = this.stored;
		const {last} = journal;
		const changed = parts.takeChanged();
		try {
			for (const part of changed) {
				signal.throwIfAborted();
				this.mustHaveRoom();
				await this.writePart(part, signal);
			}

			if (changed.length > 0) await pending.write(journal, this.appended, signal);
			await parts.sync();
			await journal.forget(last);
		} catch (error) {
			parts.putBack(changed);
			if (!signal.aborted) throw error;
		}
	}

	/** Stops before the last of the disk is taken, or another folder is written to. @throws UnusableFile */
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
