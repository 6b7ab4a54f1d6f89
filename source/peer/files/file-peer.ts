/** What both directions of files share: the channel to the other user, and how a transfer is reported. */
import type {Clock} from '../../../lib/clock.ts';
import type {FileMessage, PeerPort} from './messages.ts';
import {Progress, type MovedTransfer} from './progress.ts';

export type FilePeerOptions = {
	readonly port: PeerPort;
	/** Of the other user's key. */
	readonly fingerprint: string;
	/** Returns the next number of a transfer. */
	readonly nextTransfer: () => number;
	/** Returns the folder for received files. */
	readonly downloads: () => string;
	/** Maximum bytes of a received file. */
	readonly maxSize: number;
	readonly clock: Clock;
};

export class FilePeer {
	readonly port: PeerPort;
	readonly fingerprint: string;
	readonly downloads: () => string;
	readonly maxSize: number;
	readonly clock: Clock;
	private readonly report: (transfer: MovedTransfer) => void;
	private readonly nextTransfer: () => number;

	constructor(options: FilePeerOptions, report: (transfer: MovedTransfer) => void) {
		this.port = options.port;
		this.fingerprint = options.fingerprint;
		this.nextTransfer = options.nextTransfer;
		this.downloads = options.downloads;
		this.maxSize = options.maxSize;
		this.clock = options.clock;
		this.report = report;
	}

	tell(message: FileMessage): void {
		this.port.tell(message);
	}

	/** Begins to report a transfer, under a number of its own. */
	progress(transfer: Omit<MovedTransfer, 'transfer'>): Progress {
		return new Progress({transfer: this.nextTransfer(), ...transfer}, this.clock, this.report);
	}
}
