/**
 * The messages of one conversation that are in no file yet, in order and without gaps. They are kept as lines of JSON, in bytes: there may
 * be a hundred thousand of them between two checkpoints, and objects would cost several times the memory, and time of each garbage
 * collection.
 */
import {Encoded, storedJson, type Stored} from './stored.ts';

/** Bytes of the first block of a tail, which is often the only one, and of the largest; a longer message has a block of its own. */
const SMALLEST = 256;
const LARGEST = 16 * 1024;
/** Maximum bytes of a UTF-16 unit. */
const UNIT = 3;
const LINE_FEED = 10;

/** Lines of `count` messages from the sequence `first` on. */
type Block = {readonly first: number; count: number; readonly bytes: Buffer; size: number};

export class Tail {
	/** Sequence of the first message. */
	readonly first: number;
	/** Sequence of the last message; before there is one, the one before it. */
	last: number;
	private readonly blocks: Block[] = [];

	constructor(first: number) {
		this.first = first;
		this.last = first - 1;
	}

	/** Adds the message after the last one. */
	add(item: Stored): void {
		this.append(storedJson(item));
	}

	/** Returns the messages with `from` ≤ sequence ≤ `to`. */
	slice(from: number, to: number): Encoded[] {
		const items: Encoded[] = [];
		for (const block of this.blocks) {
			if (block.first > to) break;
			if (block.first + block.count > from) collect(block, from, to, items);
		}

		return items;
	}

	/** Returns the messages after this sequence; undefined if there are none. */
	after(sequence: number): Tail | undefined {
		if (sequence >= this.last) return undefined;
		const rest = new Tail(Math.max(this.first, sequence + 1));
		for (const {json} of this.slice(rest.first, this.last)) rest.append(json);
		return rest;
	}

	private append(json: string): void {
		const line = `${json}\n`;
		const block = this.blockFor(line);
		block.size += block.bytes.write(line, block.size);
		block.count++;
		this.last++;
	}

	/** Finds or makes a block with room for a line. */
	private blockFor(line: string): Block {
		const newest = this.blocks.at(-1);
		const room = newest ? newest.bytes.length - newest.size : 0;
		if (newest && (room >= UNIT * line.length || room >= Buffer.byteLength(line))) return newest;
		const size = Math.min(LARGEST, Math.max(SMALLEST, 2 * (newest?.bytes.length ?? 0)));
		const bytes = Buffer.allocUnsafeSlow(Math.max(size, Buffer.byteLength(line)));
		const block = {first: this.last + 1, count: 0, bytes, size: 0};
		this.blocks.push(block);
		return block;
	}
}

function collect({first, bytes, size}: Block, from: number, to: number, items: Encoded[]): void {
	let sequence = first;
	for (let start = 0; start < size && sequence <= to; sequence++) {
		const end = bytes.indexOf(LINE_FEED, start);
		if (sequence >= from) items.push(new Encoded(sequence, bytes.toString('utf8', start, end)));
		start = end + 1;
	}
}
