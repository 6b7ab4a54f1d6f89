/** Schedules long queries fairly: one at a time, round-robin by user, in time slices. */
import type {UserName} from '../../protocol/names.ts';
import {refuse, type Refusal} from '../../protocol/refusals.ts';
import type {Pace} from '../chat/rule.ts';
import {Semaphore} from '../../lib/semaphore.ts';
import {isSliceOver, nextSlice} from '../../protocol/time-slice.ts';

/** Maximum queries that wait: of one user, and altogether. */
const MAX_WAITING_OF_USER = 8;
const MAX_WAITING = 200;
/** Seconds that a query may take on a slow machine; only for the advice when to try again. */
const SECONDS_EACH = 0.1;

export class LongQueries implements Pace {
	private readonly semaphore = new Semaphore(1, MAX_WAITING_OF_USER, MAX_WAITING);
	readonly isOver = isSliceOver;
	readonly next = nextSlice;

	async turn<T>(user: UserName, isWanted: () => boolean, work: () => Promise<T>): Promise<T | Refusal> {
		const done = await this.semaphore.run(user, work, isWanted);
		return done ?? refuse('busy', {seconds: Math.ceil(this.semaphore.roundsAhead(user) * SECONDS_EACH)});
	}
}
