/** Logs when the record that this server shares is out of reach, and when it is back. */
import type {Shared} from '../journal/journal.ts';
import type {Log} from '../log/log-entry.ts';

export class RecordWatch {
	private readonly shared: Pick<Shared, 'isReachable'> | undefined;
	private readonly log: Log;
	private isAway = false;

	constructor(shared: Pick<Shared, 'isReachable'> | undefined, log: Log) {
		this.shared = shared;
		this.log = log;
	}

	/** To be called every second or so. */
	check(): void {
		const isAway = this.shared?.isReachable() === false;
		if (isAway === this.isAway) return;
		this.isAway = isAway;
		this.log({type: isAway ? 'recordAway' : 'recordBack'});
	}
}
