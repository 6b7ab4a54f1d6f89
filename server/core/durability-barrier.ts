/** Durability barrier: holds outputs, in order, until their journal position is on disk. */
import type {Position} from '../journal/journal.ts';

type Waiting = {position: Position; leave: () => void};

export class DurabilityBarrier {
	private waiting: Waiting[] = [];
	private durable: Position;

	constructor(durable: Position) {
		this.durable = durable;
	}

	/** Runs `leave` once everything up to `position` is durable, after all that was handed in before it. */
	when(position: Position, leave: () => void): void {
		if (this.waiting.length === 0 && position <= this.durable) leave();
		else this.waiting.push({position, leave});
	}

	/** Everything up to `position` is durable now. */
	advance(position: Position): void {
		this.durable = Math.max(this.durable, position);
		const held = this.waiting.findIndex(each => each.position > this.durable);
		const leaving = this.waiting.splice(0, held < 0 ? this.waiting.length : held);
		for (const {leave} of leaving) leave();
	}
}
