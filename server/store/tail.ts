/**
 * The messages of one conversation that are in no file yet, in order and without gaps. They are kept as bytes: there may be a hundred
 * thousand of them between two checkpoints, and objects would cost several times the memory, and time of each garbage collection.
 */
import {Encoded, storedJson, type Stored} from './stored.ts';

/** Maximum bytes of a UTF-16 unit. */
const UNIT = 3;

export class Tail {
	/** Sequence of the first message. */
	readonly first: number;
	private bytes = Buffer.alloc(0);
	/** Where the JSON of each message ends. */
	private readonly ends: number[] = [];

	constructor(first: number) {
		this.first = first;
	}

	/** Sequence of the last message; before the first one, the one before it. */
	get last(): number {
		return this.first + this.ends.length - 1;
	}

	/** Adds the message after the last one. */
	add(item: Stored): void {
		this.append(storedJson(item));
	}

	private append(json: string): void {
		const begin = this.ends.at(-1) ?? 0;
		const needed = begin + UNIT * json.length;
		if (needed > this.bytes.length) this.grow(begin, needed);
		this.ends.push(begin + this.bytes.write(json, begin));
	}

	/** Returns the messages with `from` ≤ sequence ≤ `to`. */
	slice(from: number, to: number): Encoded[] {
		const items: Encoded[] = [];
		for (let sequence = Math.max(from, this.first); sequence <= Math.min(to, this.last); sequence++)
			items.push(new Encoded(sequence, this.at(sequence - this.first)));
		return items;
	}

	/** Returns the messages after this sequence; undefined if there are none. */
	after(sequence: number): Tail | undefined {
		if (sequence >= this.last) return undefined;
		const rest = new Tail(Math.max(this.first, sequence + 1));
		for (const item of this.slice(rest.first, this.last)) rest.append(item.json);
		return rest;
	}

	private at(index: number): string {
		const begin = index === 0 ? 0 : this.ends[index - 1];
		return this.bytes.toString('utf8', begin, this.ends[index]);
	}

	private grow(used: number, needed: number): void {
		const bytes = Buffer.allocUnsafe(Math.max(needed, 2 * this.bytes.length));
		this.bytes.copy(bytes, 0, 0, used);
		this.bytes = bytes;
	}
}
