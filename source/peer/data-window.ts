/** Bounds the bytes of files that are under way on a stream, so that a message waits for no more than these. */

/** Maximum bytes of files that are sent and not yet dealt with by the partner. */
export const MAX_UNDER_WAY = 512 * 1024;
/** Bytes after which the recipient tells what it has dealt with. */
const TELL_EVERY = 128 * 1024;

/** Counts both directions of one stream. */
export class DataWindow {
	#sent = 0;
	/** Bytes that the partner has dealt with. */
	#got = 0;
	#arrived = 0;
	#used = 0;
	/** What the partner was told last of the bytes used. */
	#told = 0;

	/** Counts bytes that are to be sent. @returns false, and counts none, if they are too many now */
	take(bytes: number): boolean {
		if (this.#sent - this.#got + bytes > MAX_UNDER_WAY) return false;
		this.#sent += bytes;
		return true;
	}

	/** Whether a frame of this size can be sent. */
	hasRoom(bytes: number): boolean {
		return this.#sent - this.#got + bytes <= MAX_UNDER_WAY;
	}

	/** Notes what the partner has dealt with in all. @returns false if that cannot be */
	partnerGot(total: number): boolean {
		if (total <= this.#got || total > this.#sent) return false;
		this.#got = total;
		return true;
	}

	/** Counts bytes that have come. @returns false if the partner has sent more than it may */
	arrive(bytes: number): boolean {
		this.#arrived += bytes;
		return this.#arrived - this.#told <= MAX_UNDER_WAY;
	}

	/** Counts bytes that are dealt with. @returns the total that the partner is to be told now, if any */
	use(bytes: number): number | undefined {
		this.#used += bytes;
		if (this.#used - this.#told < TELL_EVERY) return undefined;
		this.#told = this.#used;
		return this.#told;
	}
}
