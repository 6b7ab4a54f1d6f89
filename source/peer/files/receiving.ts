/** Receives one file over an open channel: checks each step of the sender, writes, and verifies the whole. */
import {codeOf} from '../../../lib/client-file-error.ts';
import {realDisk} from '../../../lib/disk.ts';
import {ACKNOWLEDGEMENT, CHUNK_BYTES, WINDOW_BYTES, type PeerPort} from './messages.ts';
import type {PartFile} from './part-file.ts';
import type {WhyEnded} from './progress.ts';

/** Bytes that stay free on the disk. */
const RESERVE_BYTES = 64 * 2 ** 20;
/** Bytes after which the receiver acknowledges what it has written. */
const ACKNOWLEDGE_EVERY = WINDOW_BYTES / 4;
/** What a chunk counts at least while it waits, so that many small ones have a bound too. */
const MIN_CHUNK_COST = 1024;
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
	readonly port: PeerPort;
	/** The number that this client has chosen. */
	readonly transfer: number;
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
	/** Bytes of the file that have arrived, and of those the ones that wait to be written, and that are acknowledged. */
	private arrived = 0;
	private waiting = 0;
	private acknowledged = 0;
	/** What waits to be written, and how many bytes that are. */
	private pieces: Buffer[] = [];
	private gathered = 0;

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
		this.acknowledged = offset;
		moved(offset, size);
		this.next(async () => {
			if (offset !== part.length) await part.restart();
		});
	}

	/** Takes data. @param bytes must not be changed afterwards */
	take(bytes: Buffer): void {
		const cost = costOf(bytes.length);
		const fault = this.dataFault(bytes.length, cost);
		if (fault) {
			this.end(fault);
			return;
		}

		this.arrived += bytes.length;
		this.waiting += cost;
		this.pieces.push(bytes);
		this.gathered += bytes.length;
		if (this.gathered >= CHUNK_BYTES) this.write();
	}

	/** The sender has sent everything. @param sha256 of the whole file */
	finish(sha256: string): void {
		const {part} = this.options;
		const isWhole = this.arrived === this.size;
		this.write();
		this.next(async () => {
			if (!isWhole) return this.close('misbehaved');
			if (part.prefixHash !== sha256) return this.close('wrongHash');
			this.isOver = true;
			this.resolve({file: await part.finish()});
		});
	}

	/** Ends the transfer once what has arrived is written. */
	end(why: WhyEnded | 'interrupted'): void {
		this.write();
		this.next(async () => this.close(why));
		this.isEnding = true;
	}

	/** Writes what has been gathered. */
	private write(): void {
		const {pieces} = this;
		if (pieces.length === 0) return;
		this.pieces = [];
		this.gathered = 0;
		this.next(async () => {
			await this.options.part.append(pieces);
			for (const {length} of pieces) this.waiting -= costOf(length);
			this.acknowledge();
		});
	}

	private startFault(size: number, offset: number): WhyEnded | undefined {
		const {part, maxSize} = this.options;
		if (this.size !== undefined || offset > size || (offset !== 0 && offset !== part.length))
			return 'misbehaved';
		if (size > maxSize) return 'tooLarge';
		return size - offset > realDisk.room(part.folder) - RESERVE_BYTES ? 'noRoom' : undefined;
	}

	private dataFault(bytes: number, cost: number): WhyEnded | undefined {
		if (this.size === undefined || this.waiting + cost > WINDOW_BYTES + CHUNK_BYTES) return 'misbehaved';
		return this.arrived + bytes > this.size ? 'tooLong' : undefined;
	}

	private acknowledge(): void {
		const {port, transfer, part, moved} = this.options;
		moved(part.length, this.size ?? 0);
		if (part.length - this.acknowledged < ACKNOWLEDGE_EVERY) return;
		this.acknowledged = part.length;
		const bytes = Buffer.alloc(8);
		bytes.writeBigUInt64BE(BigInt(part.length));
		port.sendData(ACKNOWLEDGEMENT + transfer, bytes);
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

/** Returns what a piece counts while it waits. */
function costOf(bytes: number): number {
	return Math.max(bytes, MIN_CHUNK_COST);
}

/** Maps an error of the system to the reason that the user is told. */
export function whyNotWritten(error: unknown): 'diskFull' | 'cannotWrite' {
	return ['ENOSPC', 'EDQUOT'].includes(codeOf(error)) ? 'diskFull' : 'cannotWrite';
}
