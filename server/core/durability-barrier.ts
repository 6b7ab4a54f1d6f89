/** Durability barrier: holds outputs, in order, until their journal position is on disk. */
import type {Position} from '../journal/journal.ts';

export class DurabilityBarrier<Output> {
	private waiting: Array<{position: Position; output: Output}> = [];
	private durable: Position;
	private readonly release: (output: Output) => void;

	/** @param release is given each output when it may be sent */
	constructor(durable: Position, release: (output: Output) => void) {
		this.durable = durable;
		this.release = release;
	}

	/** Releases the output once everything up to `position` is durable, after all outputs before it. */
	hold(position: Position, output: Output): void {
		if (this.waiting.length === 0 && position <= this.durable) this.release(output);
		else this.waiting.push({position, output});
	}

	/** Notes that everything up to `position` is durable now. */
	advance(position: Position): void {
		this.durable = Math.max(this.durable, position);
		const held = this.waiting.findIndex(each => each.position > this.durable);
		const leaving = this.waiting.splice(0, held < 0 ? this.waiting.length : held);
		for (const {output} of leaving) this.release(output);
	}
}
