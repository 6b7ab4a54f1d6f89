/** Batches entries that become durable with one write, encoded at once, so that no event stays in memory until then; all share a promise. */
import type {JournaledEvent} from '../chat/event.ts';
import type {Position} from './journal.ts';
import {bodyOf, tailOf} from './line.ts';

/** Bytes of a new batch, and of the largest that lends its memory to a later one. */
const SIZE = 16 * 1024;
const MAX_ROOM = 1024 * 1024;
/** Maximum bytes of a UTF-16 unit, and of the end of a line. */
const UNIT = 3;
const TAIL = 32;

export class Batch {
	/** Positions of the first and the last entry. */
	readonly first: Position;
	last: Position;
	readonly written: Promise<void>;
	resolve: () => void = () => undefined;
	reject: (error: Error) => void = () => undefined;
	private bytes: Buffer;
	private size = 0;

	/** @param room of a batch that is written: memory that is asked for a thousand times a second is given back too slowly */
	constructor(first: Position, room: Buffer = Buffer.allocUnsafe(SIZE)) {
		this.bytes = room;
		this.first = first;
		this.last = first - 1;
		this.written = new Promise((resolve, reject) => {
			this.resolve = resolve;
			this.reject = reject;
		});
	}

	/** The lines of all entries. */
	get content(): Uint8Array {
		return this.bytes.subarray(0, this.size);
	}

	/** Memory for a later batch, once this one is written; none where it grew far. */
	get room(): Buffer | undefined {
		return this.bytes.length <= MAX_ROOM ? this.bytes : undefined;
	}

	/** Adds the entry after the last one. @param durable what is known to be durable */
	add(durable: Position, events: readonly JournaledEvent[]): void {
		const body = bodyOf(++this.last, durable, events);
		const begin = this.size;
		const needed = begin + UNIT * body.length + TAIL;
		if (needed > this.bytes.length) this.grow(needed);
		const end = begin + this.bytes.write(body, begin);
		this.size = end + this.bytes.write(tailOf(this.bytes.subarray(begin, end)), end, 'latin1');
	}

	private grow(needed: number): void {
		const bytes = Buffer.allocUnsafe(Math.max(needed, 2 * this.bytes.length));
		this.bytes.copy(bytes, 0, 0, this.size);
		this.bytes = bytes;
	}
}
