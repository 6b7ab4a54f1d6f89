/** Checks whether the disk has room for changes, before each of them and once a second; logs when that changes. */
import type {Clock} from '../../lib/clock.ts';
import type {Log} from '../log/log-entry.ts';
import type {Store} from '../store/store.ts';

/** Milliseconds for which a result counts: a check takes microseconds, and many decisions are made in a second. */
const CHECK_INTERVAL = 20;

type Parts = {store: Store; clock: Clock; log: Log};

export class Space {
	private readonly parts: Parts;
	private full = false;
	private checkedAt = -Infinity;

	constructor(parts: Parts) {
		this.parts = parts;
	}

	/** Whether nothing may be stored: changes are refused, and other events wait in memory. */
	get isFull(): boolean {
		if (this.parts.clock.uptime() - this.checkedAt >= CHECK_INTERVAL) this.check();
		return this.full;
	}

	/** As it was found last: it asks the disk nothing. */
	get wasFull(): boolean {
		return this.full;
	}

	check(): void {
		const {store, clock, log} = this.parts;
		this.checkedAt = clock.uptime();
		const full = !store.hasRoom(this.full ? 'again' : 'still');
		if (full === this.full) return;
		this.full = full;
		log({type: full ? 'diskFull' : 'diskFreed'});
		store.checkpointSoon(); // it lets the journal go, or was put off until now
	}
}
