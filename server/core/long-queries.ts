/** Fair scheduling of queries that take long: one at a time, users take turns, and each works in time slices. */
import type {UserName} from '../../protocol/names.ts';
import {refuse, type Refusal} from '../../protocol/refusals.ts';
import type {Pace} from '../chat/rule.ts';
import {Semaphore} from '../../lib/semaphore.ts';
import {isSliceOver, nextSlice} from '../../protocol/time-slice.ts';

/** Maximum queries that wait: of one user, who may have several connections; and altogether. */
const MAX_WAITING_OF_USER = 8;
const MAX_WAITING = 200;
/** Seconds that one may take on a slow machine; only tells people when to come back. */
const SECONDS_EACH = 0.1;

export class LongQueries implements Pace {
	private readonly gate = new Semaphore(1, MAX_WAITING_OF_USER, MAX_WAITING);
	readonly isOver = isSliceOver;
	readonly next = nextSlice;

	async turn<T>(user: UserName, isWanted: () => boolean, work: () => Promise<T>): Promise<T | Refusal> {
		const done = await this.gate.pass(user, work, isWanted);
		return done ?? refuse('busy', {seconds: Math.ceil(this.gate.turns(user) * SECONDS_EACH)});
	}
}
