/** Bounds the bytes of files that are under way on a stream, of all transfers together: a message waits for no more than these. */
import {CHUNK_BYTES} from './files/messages.ts';

/** Maximum bytes of files that are sent and have not arrived; each transfer may exceed it by one chunk. */
const MAX_UNDER_WAY = 512 * 1024;
/** Bytes after which the recipient tells what has arrived. */
const TELL_EVERY = 128 * 1024;

/** Counts both directions of one stream. */
export class DataWindow {
	#sent = 0;
	/** Of the bytes sent, those that the partner has. */
	#got = 0;
	#arrived = 0;
	/** Of the bytes arrived, those that the partner was told of. */
	#told = 0;

	/** Whether the longest chunk can be sent. */
	get hasRoom(): boolean {
		return this.#sent - this.#got + CHUNK_BYTES <= MAX_UNDER_WAY;
	}

	send(bytes: number): void {
		this.#sent += bytes;
	}

	/** Notes how many bytes the partner has in all. @returns false, and notes nothing, if that is no news, or more than was sent */
	partnerGot(total: number): boolean {
		if (total <= this.#got || total > this.#sent) return false;
		this.#got = total;
		return true;
	}

	/** Counts bytes that have arrived. @returns the total that the partner is to be told now, if any */
	arrive(bytes: number): number | undefined {
		this.#arrived += bytes;
		if (this.#arrived - this.#told < TELL_EVERY) return undefined;
		this.#told = this.#arrived;
		return this.#told;
	}
}
