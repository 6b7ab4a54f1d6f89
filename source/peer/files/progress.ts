/** Reports how far a transfer is, no more often than a screen can show. */
import type {Clock} from '../../../lib/clock.ts';
import type {Transfer} from '../../state/model/exchange.ts';
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

/** A file on its way: `why` it has ended without the whole file, or the path of the received `file`. */
export type MovedTransfer = Omit<Transfer, 'problem' | 'file'> & {
	readonly why?: WhyEnded;
	readonly file?: string;
};

/** Minimum milliseconds between two reports of a transfer that only moves on. */
const REPORT_EVERY = 100;

export class Progress {
	private readonly clock: Clock;
	private readonly report: (transfer: MovedTransfer) => void;
	private transfer: MovedTransfer;
	private reportedAt = -Infinity;

	constructor(transfer: MovedTransfer, clock: Clock, report: (transfer: MovedTransfer) => void) {
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

	get status(): MovedTransfer['status'] {
		return this.transfer.status;
	}

	/** Notes how many bytes of the file there are. */
	moved(bytes: number): void {
		this.transfer = {...this.transfer, bytes};
		if (this.clock.uptime() - this.reportedAt >= REPORT_EVERY) this.tell();
	}

	/** Reports a change at once. A transfer that is over stays as it is. */
	becomes(change: Partial<MovedTransfer>): void {
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
