/** Numbers the messages of one direction, and keeps them until the partner acknowledges them. */
import {controlFrame} from './frames.ts';
import type {NumberedMessage, UnnumberedMessage} from './messages.ts';

/** Maximum messages that wait for their acknowledgement, and maximum bytes of them. */
const MAX_MESSAGES = 1000;
const MAX_BYTES = 4 * 1024 * 1024;

type Kept = {readonly message: UnnumberedMessage; readonly frame: Buffer};

export class Unacknowledged {
	/** The oldest first; the last one has the number `last`. */
	readonly #kept: Kept[] = [];
	#bytes = 0;
	#last = 0;

	/** Numbers a message and keeps it. @returns its frame; undefined if too many wait */
	add(message: UnnumberedMessage): Buffer | undefined {
		if (this.#kept.length >= MAX_MESSAGES) return undefined;
		const numbered: NumberedMessage = {...message, n: this.#last + 1};
		const frame = controlFrame(JSON.stringify(numbered));
		if (this.#bytes + frame.length > MAX_BYTES) return undefined;
		this.#last += 1;
		this.#bytes += frame.length;
		this.#kept.push({message, frame});
		return frame;
	}

	/**
	 * Removes the messages up to a number.
	 * @returns them; undefined if no message of this number was sent, or if the partner had more of them before
	 */
	acknowledge(n: number): UnnumberedMessage[] | undefined {
		const removed = n - (this.#last - this.#kept.length);
		if (removed < 0 || n > this.#last) return undefined;
		const kept = this.#kept.splice(0, removed);
		for (const {frame} of kept) this.#bytes -= frame.length;
		return kept.map(({message}) => message);
	}

	/** The frames to send again. */
	frames(): Buffer[] {
		return this.#kept.map(({frame}) => frame);
	}
}
