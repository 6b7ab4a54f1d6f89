/** The messages of one conversation that are in no file yet, in order and without gaps. */
import {lineOf, linesBetween, type MessageLines} from './message-lines.ts';
import type {Stored} from './stored.ts';

/** Bytes of the first block of a tail, which is often the only one, and of the largest; a longer message has a block of its own. */
const SMALLEST = 256;
const LARGEST = 16 * 1024;
/** Maximum bytes of a UTF-16 unit. */
const UNIT = 3;

/** Lines of `count` messages from the sequence `first` on, in the first `size` bytes. */
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
		const line = lineOf(item);
		const block = this.blockFor(line);
		block.size += block.bytes.write(line, block.size);
		block.count++;
		this.last++;
	}

	/** Returns the messages with `from` ≤ sequence ≤ `to`; what is added later does not change them. */
	slice(from: number, to: number): MessageLines[] {
		const found: MessageLines[] = [];
		for (const {first, count, bytes, size} of this.blocks) {
			if (first > to) break;
			if (first + count > from)
				found.push(linesBetween({first, count, bytes: bytes.subarray(0, size)}, from, to));
		}

		return found;
	}

	/** Returns the messages after this sequence; undefined if there are none. */
	after(sequence: number): Tail | undefined {
		if (sequence >= this.last) return undefined;
		const rest = new Tail(Math.max(this.first, sequence + 1));
		for (const block of this.blocks) {
			if (block.first >= rest.first) rest.blocks.push({...block});
			else if (block.first + block.count > rest.first) rest.blocks.push(behind(block, sequence));
		}

		rest.last = this.last;
		return rest;
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

/** Copies the messages after this sequence: a few bytes would keep all of the block. */
function behind({first, count, bytes, size}: Block, sequence: number): Block {
	const left = linesBetween({first, count, bytes: bytes.subarray(0, size)}, sequence + 1, Infinity);
	const own = Buffer.allocUnsafeSlow(left.bytes.length);
	left.bytes.copy(own);
	return {...left, bytes: own, size: own.length};
}
