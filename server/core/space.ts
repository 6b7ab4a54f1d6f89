/** Whether the disk has room for changes: looked at before each one and once a second; the operator hears of every turn. */
import type {Clock} from '../../lib/clock.ts';
import type {Log} from '../log/log.ts';
import type {Store} from '../store/store.ts';

/** What was seen so many milliseconds ago still counts: a look takes microseconds, and much may be decided in a second. */
const LOOK_EVERY = 20;

type Parts = {store: Store; clock: Clock; log: Log};

export class Space {
	private readonly parts: Parts;
	private full = false;
	private lookedAt = -Infinity;

	constructor(parts: Parts) {
		this.parts = parts;
	}

	/** Nothing may be stored now: changes are refused, and what happens by itself waits in memory. */
	get isFull(): boolean {
		if (this.parts.clock.uptime() - this.lookedAt >= LOOK_EVERY) this.look();
		return this.full;
	}

	look(): void {
		const {store, clock, log} = this.parts;
		this.lookedAt = clock.uptime();
		const full = !store.hasRoom(this.full ? 'again' : 'still');
		if (full === this.full) return;
		this.full = full;
		log({type: full ? 'diskFull' : 'diskFreed'});
		store.checkpointSoon(); // it lets the journal go, or was put off until now
	}
}
