/** Splits a byte stream into lines of UTF-8 of bounded length. */

export class LineTooLong extends Error {}
export class NotUtf8 extends Error {}

const LINE_FEED = 10;
/** Maximum parts of a line before they are joined, so that a line in single bytes costs no object for each. */
const MAX_PARTS = 256;

/**
 * Splits a byte stream into lines without their line feed.
 * @throws LineTooLong when a line passes `cap` bytes; NotUtf8 when its bytes are not UTF-8. The splitter is spent then.
 */
export class LineSplitter {
	cap: number;
	private parts: Uint8Array[] = [];
	private size = 0;
	private readonly decoder = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});

	/** @param cap longest line in bytes; may be raised while the stream runs */
	constructor(cap: number) {
		this.cap = cap;
	}

	/** Tells whether the beginning of a line has arrived without its end. */
	get partial(): boolean {
		return this.size > 0;
	}

	/** Yields the lines that the chunk completes, in order. */
	*push(chunk: Uint8Array): Generator<string> {
		let start = 0;
		for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
			yield this.take(chunk.subarray(start, end));
			start = end + 1;
		}

		if (start < chunk.length) this.keep(chunk.subarray(start));
	}

	private take(tail: Uint8Array): string {
		if (this.size === 0) {
			if (tail.length > this.cap) throw new LineTooLong();
			return this.decode(tail);
		}

		this.keep(tail);
		const whole = this.joined();
		this.parts = [];
		this.size = 0;
		return this.decode(whole);
	}

	private keep(part: Uint8Array): void {
		if (this.size + part.length > this.cap) throw new LineTooLong();
		this.size += part.length;
		if (this.parts.push(part) === MAX_PARTS) this.parts = [this.joined()];
	}

	private joined(): Uint8Array {
		const whole = new Uint8Array(this.size);
		let at = 0;
		for (const part of this.parts) {
			whole.set(part, at);
			at += part.length;
		}

		return whole;
	}

	private decode(bytes: Uint8Array): string {
		try {
			return this.decoder.decode(bytes);
		} catch {
			throw new NotUtf8(); // the decoder's TypeError says no more than that
		}
	}
}
