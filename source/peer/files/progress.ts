/** Reports how far a transfer is, no more often than a screen can show. */
import type {SafeText} from '../../../protocol/text.ts';
import type {Clock} from '../../../lib/clock.ts';
import type {WhyRefused} from './messages.ts';

/** Why a transfer ended without the whole file. `stopped`: by the other user; `cancelled`: by this one. */
export type WhyEnded =
	| WhyRefused
	| 'alreadyFetched'
	| 'cancelled'
	| 'cannotWrite'
	| 'channelEnded'
	| 'declined'
	| 'diskFull'
	| 'misbehaved'
	| 'noRoom'
	| 'tooLarge'
	| 'tooLong'
	| 'tooMany'
	| 'wrongHash';

/** A file on its way, as this client's user sees it. */
export type Transfer = {
	/** Counts the transfers of one channel, of both directions, from 1. */
	readonly transfer: number;
	readonly direction: 'in' | 'out';
	readonly name: SafeText;
	readonly bytes: number;
	readonly size: number;
	/** `asked`: for the file, or whether the other user wants it. `interrupted`: it goes on when the channel is open again. */
	readonly status: 'asked' | 'running' | 'interrupted' | 'done' | 'ended';
	/** If `ended`. */
	readonly why?: WhyEnded;
	/** Path of the received file, if `done`. */
	readonly file?: string;
};

/** Minimum milliseconds between two reports of a transfer that only moves on. */
const REPORT_EVERY = 100;

export class Progress {
	private readonly clock: Clock;
	private readonly report: (transfer: Transfer) => void;
	private transfer: Transfer;
	private reportedAt = -Infinity;

	constructor(transfer: Transfer, clock: Clock, report: (transfer: Transfer) => void) {
		this.transfer = transfer;
		this.clock = clock;
		this.report = report;
		this.tell();
	}

	get number(): number {
		return this.transfer.transfer;
	}

	get size(): number {
		return this.transfer.size;
	}

	get status(): Transfer['status'] {
		return this.transfer.status;
	}

	/** Notes how many bytes of the file there are. */
	moved(bytes: number): void {
		this.transfer = {...this.transfer, bytes};
		if (this.clock.uptime() - this.reportedAt >= REPORT_EVERY) this.tell();
	}

	/** Reports a change at once. A transfer that is over stays as it is. */
	becomes(change: Partial<Transfer>): void {
		if (this.isOver) return;
		this.transfer = {...this.transfer, ...change};
		this.tell();
	}

	private get isOver(): boolean {
		return this.transfer.status === 'done' || this.transfer.status === 'ended';
	}

	private tell(): void {
		this.reportedAt = this.clock.uptime();
		this.report(this.transfer);
	}
}
