/** Looks for another server on the record, with growing pauses, while the one in use cannot store. */
import type {Clock} from '../../lib/clock.ts';
import {backoff} from './backoff.ts';

/** Milliseconds before it looks at first: most databases are back by then. */
const PATIENCE = 2000;

export class StoringSearch {
	private readonly clock: Clock;
	private readonly look: () => Promise<void>;
	private cancel: (() => void) | undefined;

	/** @param look looks once, and does not fail */
	constructor(clock: Clock, look: () => Promise<void>) {
		this.clock = clock;
		this.look = look;
	}

	get isOn(): boolean {
		return this.cancel !== undefined;
	}

	begin(): void {
		if (!this.isOn) this.lookAfter(PATIENCE, 1);
	}

	end(): void {
		this.cancel?.();
		this.cancel = undefined;
	}

	private lookAfter(pause: number, attempt: number): void {
		const cancel = this.clock.after(pause, () => {
			void this.look().then(() => {
				if (this.cancel === cancel)
					this.lookAfter(PATIENCE + backoff(attempt, this.clock.random()), attempt + 1);
			});
		});
		this.cancel = cancel;
	}
}
