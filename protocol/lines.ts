/** Splits a byte stream into lines of UTF-8 of bounded length. */
import {Buffer, isAscii} from 'node:buffer';

export class LineTooLong extends Error {}
export class NotUtf8 extends Error {}

const LINE_FEED = 10;
/** Maximum parts of a line before they are joined, so that a line in single bytes costs no object for each. */
const MAX_PARTS = 256;

const NOTHING = Buffer.alloc(0);
/** Holds nothing between two lines, so all streams share it. */
const decoder = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});

/** Splits a byte stream into lines without their line feed. After an error the splitter is spent. */
export class LineSplitter {
	/** Maximum bytes of a line. */
	cap: number;
	/** The beginning of a line, of earlier chunks. */
	private parts: Uint8Array[] = [];
	private size = 0;
	/** The newest chunk, also as text if it is all ASCII, and what of it has been read. */
	private chunk: Buffer = NOTHING;
	private text: string | undefined;
	private at = 0;

	/** @param cap longest line in bytes; may be raised while the stream runs */
	constructor(cap: number) {
		this.cap = cap;
	}

	/** Tells whether the beginning of a line has arrived without its end. */
	get partial(): boolean {
		return this.size > 0;
	}

	/**
	 * Adds a chunk; the lines of the one before have been read by {@link next}. The bytes stay as they are until all lines are read, or
	 * {@link own} is called.
	 */
	push(chunk: Buffer): void {
		this.chunk = chunk;
		this.text = isAscii(chunk) ? chunk.toString('latin1') : undefined;
		this.at = 0;
	}

	/**
	 * Returns the next line that the newest chunk completes; undefined if there is no further one.
	 * @throws LineTooLong when a line passes `cap` bytes; NotUtf8 when its bytes are not UTF-8
	 */
	next(): string | undefined {
		const {chunk, text, at} = this;
		const end = text === undefined ? chunk.indexOf(LINE_FEED, at) : text.indexOf('\n', at);
		if (end < 0) {
			this.drop();
			if (at < chunk.length) this.keep(Buffer.from(chunk.subarray(at))); // a copy: a few bytes would hold all of the chunk
			return undefined;
		}

		this.at = end + 1;
		if (this.size > 0) return this.joinedWith(chunk.subarray(at, end));
		if (end - at > this.cap) throw new LineTooLong();
		return text === undefined ? decode(chunk.subarray(at, end)) : text.slice(at, end);
	}

	/** Copies what of the newest chunk has not been read: its memory is used for the next. */
	own(): void {
		const {chunk, text, at} = this;
		if (at === chunk.length) return;
		this.chunk = Buffer.from(chunk.subarray(at));
		this.text = text?.slice(at);
		this.at = 0;
	}

	/** Adds a chunk, and yields the lines that it completes. */
	*lines(chunk: Buffer): Generator<string> {
		this.push(chunk);
		for (let line = this.next(); line !== undefined; line = this.next()) yield line;
	}

	/** Drops the lines that were not read. */
	drop(): void {
		this.chunk = NOTHING;
		this.text = undefined;
		this.at = 0;
	}

	private joinedWith(tail: Uint8Array): string {
		this.keep(tail);
		const whole = this.joined();
		this.parts = [];
		this.size = 0;
		return decode(whole);
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
}

function decode(bytes: Uint8Array): string {
	try {
		return decoder.decode(bytes);
	} catch {
		throw new NotUtf8(); // the decoder's TypeError says no more than that
	}
}
