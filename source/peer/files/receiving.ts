/** Receives one file over an open channel: checks each step of the sender, writes, and verifies the whole. */
import {codeOf} from '../../../lib/atomic-json-file.ts';
import {realDisk} from '../../../lib/disk.ts';
import type {PartFile} from './part-file.ts';
import type {WhyEnded} from './progress.ts';

/** Bytes that stay free on the disk. */
const RESERVE_BYTES = 64 * 2 ** 20;
/** Maximum chunks that wait to be written; the channel bounds their bytes, and this bounds chunks of a byte. */
const MAX_WAITING = 1024;
/** Reasons after which the next transfer goes on where this one stopped; after the others the part is removed. */
const KEEPS_PART: ReadonlySet<ReceivingEnd['why']> = new Set([
	'busy',
	'cannotRead',
	'channelEnded',
	'diskFull',
	'interrupted',
	'noRoom',
	'stopped',
]);

/** `file`: path of the whole file. `interrupted`: the channel was lost. */
export type ReceivingEnd =
	| {readonly file: string; readonly why?: never}
	| {readonly file?: never; readonly why: WhyEnded | 'interrupted'};

type Options = {
	readonly part: PartFile;
	/** Maximum bytes of the file. */
	readonly maxSize: number;
	readonly moved: (bytes: number, size: number) => void;
};

export class Receiving {
	/** Resolves when nothing is open any more. */
	readonly ended: Promise<ReceivingEnd>;
	private readonly options: Options;
	private steps: Promise<void> = Promise.resolve();
	private resolve!: (end: ReceivingEnd) => void;
	/** The last step is queued; and has begun. */
	private isEnding = false;
	private isOver = false;
	/** Announced by the sender. */
	private size: number | undefined;
	/** Bytes of the file that have arrived, and chunks that wait to be written. */
	private arrived = 0;
	private waiting = 0;

	constructor(options: Options) {
		this.options = options;
		this.ended = new Promise(resolve => {
			this.resolve = resolve;
		});
	}

	/** The sender begins: its file has `size` bytes, and data follows from `offset` on. */
	start(size: number, offset: number): void {
		const {part, moved} = this.options;
		const fault = this.startFault(size, offset);
		if (fault) {
			this.end(fault);
			return;
		}

		this.size = size;
		this.arrived = offset;
		moved(offset, size);
		this.next(async () => {
			if (offset !== part.length) await part.restart();
		});
	}

	/** Takes data. Resolves when it is written, or not wanted. @param bytes must not be changed afterwards */
	async take(bytes: Buffer): Promise<void> {
		const fault = this.dataFault(bytes.length);
		if (fault) this.end(fault);
		if (this.isEnding) return;
		this.arrived += bytes.length;
		this.waiting++;
		this.next(async () => {
			const {part, moved} = this.options;
			await part.append(bytes);
			this.waiting--;
			moved(part.length, this.size ?? 0);
		});
		await this.steps;
	}

	/** The sender has sent everything. @param sha256 of the whole file */
	finish(sha256: string): void {
		const {part} = this.options;
		const isWhole = this.arrived === this.size;
		this.next(async () => {
			if (!isWhole) return this.close('misbehaved');
			if (part.prefixHash !== sha256) return this.close('wrongHash');
			this.isOver = true;
			this.resolve({file: await part.finish()});
		});
	}

	/** Ends the transfer once what has arrived is written. */
	end(why: WhyEnded | 'interrupted'): void {
		this.next(async () => this.close(why));
		this.isEnding = true;
	}

	private startFault(size: number, offset: number): WhyEnded | undefined {
		const {part, maxSize} = this.options;
		if (this.size !== undefined || offset > size || (offset !== 0 && offset !== part.length))
			return 'misbehaved';
		if (size > maxSize) return 'tooLarge';
		return size - offset > realDisk.room(part.folder) - RESERVE_BYTES ? 'noRoom' : undefined;
	}

	private dataFault(bytes: number): WhyEnded | undefined {
		if (this.size === undefined || this.waiting >= MAX_WAITING) return 'misbehaved';
		return this.arrived + bytes > this.size ? 'tooLong' : undefined;
	}

	/** Runs steps one after another, and none after the end. */
	private next(step: () => Promise<void>): void {
		if (this.isEnding) return;
		this.steps = this.steps.then(async () => {
			if (this.isOver) return;
			try {
				await step();
			} catch (error) {
				await this.close(whyNotWritten(error));
			}
		});
	}

	private async close(why: WhyEnded | 'interrupted'): Promise<void> {
		this.isOver = true;
		const {part} = this.options;
		try {
			await (KEEPS_PART.has(why) ? part.close() : part.discard());
		} catch {
			// The disk has refused already: the reason for that is told.
		}

		this.resolve({why});
	}
}

/** Maps an error of the system to the reason that the user is told. */
export function whyNotWritten(error: unknown): 'diskFull' | 'cannotWrite' {
	return ['ENOSPC', 'EDQUOT'].includes(codeOf(error)) ? 'diskFull' : 'cannotWrite';
}
