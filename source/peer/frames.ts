/** Encodes and decodes the frames of a channel: length of the payload (u32), kind (u8), payload. Numbers are big-endian. */

/** Kinds of frames: JSON, and a piece of a file. */
const CONTROL = 0;
const DATA = 1;
/** Maximum bytes of a control message as JSON: the longest text fits, even if every character of it is escaped. */
const MAX_CONTROL = 128 * 1024;
/** Maximum bytes of a file in one frame. */
export const MAX_DATA = 64 * 1024;
/** Bytes before the payload. */
const HEADER = 5;
/** Bytes of the number of the transfer, which stands before the bytes of a file. */
const TRANSFER = 4;
/** Bytes of a payload up to which a piece of a file is handed on whole. */
const MAX_WHOLE = 1024;

/** `data`: a longer piece of a file than {@link MAX_WHOLE} comes in as many parts as chunks. */
export type Frame =
	| {readonly kind: 'control'; readonly json: Buffer}
	| {readonly kind: 'data'; readonly transfer: number; readonly bytes: Buffer};

/** Thrown for bytes that are not a frame; nothing after them can be read. */
export class BadFrame extends Error {}

export function controlFrame(json: string): Buffer {
	const length = Buffer.byteLength(json);
	if (length > MAX_CONTROL) throw new RangeError(`A control message of ${length} bytes is too long.`);
	const frame = Buffer.allocUnsafe(HEADER + length);
	frame.writeUInt32BE(length, 0);
	frame.writeUInt8(CONTROL, 4);
	frame.write(json, HEADER);
	return frame;
}

/** Returns what stands before the bytes of a file, which are sent after it as they are. */
export function dataHeader(transfer: number, length: number): Buffer {
	if (length === 0 || length > MAX_DATA)
		throw new RangeError(`A frame cannot have ${length} bytes of a file.`);
	const header = Buffer.allocUnsafe(HEADER + TRANSFER);
	header.writeUInt32BE(TRANSFER + length, 0);
	header.writeUInt8(DATA, 4);
	header.writeUInt32BE(transfer, HEADER);
	return header;
}

/** Cuts a stream into frames. What lies in one chunk is not copied. */
export class FrameDecoder {
	#chunk: Buffer = Buffer.alloc(0);
	readonly #header = Buffer.alloc(HEADER);
	#headerBytes = 0;
	/** The payload of a frame that came in several chunks, as far as it has come. */
	#payload: Buffer | undefined;
	#payloadBytes = 0;
	/** The piece of a file whose parts are coming, and how many bytes of it are missing. */
	#transfer = 0;
	#missing = 0;

	/** Adds a chunk; to be called when {@link next} has returned all frames of the one before. */
	push(chunk: Buffer): void {
		this.#chunk = chunk;
	}

	/**
	 * Returns the next frame, or undefined until another chunk comes.
	 * @throws BadFrame
	 */
	next(): Frame | undefined {
		if (this.#missing > 0) return this.#nextPart();
		while (this.#headerBytes < HEADER) {
			if (this.#chunk.length === 0) return undefined;
			this.#headerBytes += this.#take(HEADER - this.#headerBytes).copy(this.#header, this.#headerBytes);
		}

		const kind = this.#header.readUInt8(4);
		const length = lengthOf(this.#header.readUInt32BE(0), kind);
		const isWhole = kind === CONTROL || length <= MAX_WHOLE;
		const payload = this.#readPayload(isWhole ? length : TRANSFER);
		if (!payload) return undefined;
		this.#headerBytes = 0;
		if (kind === CONTROL) return {kind: 'control', json: payload};
		const transfer = payload.readUInt32BE(0);
		if (isWhole) return {kind: 'data', transfer, bytes: payload.subarray(TRANSFER)};
		this.#transfer = transfer;
		this.#missing = length - TRANSFER;
		return this.#nextPart();
	}

	#nextPart(): Frame | undefined {
		if (this.#chunk.length === 0) return undefined;
		const bytes = this.#take(this.#missing);
		this.#missing -= bytes.length;
		return {kind: 'data', transfer: this.#transfer, bytes};
	}

	#readPayload(length: number): Buffer | undefined {
		if (!this.#payload) {
			if (this.#chunk.length >= length) return this.#take(length);
			this.#payload = Buffer.allocUnsafe(length);
			this.#payloadBytes = 0;
		}

		const part = this.#take(length - this.#payloadBytes);
		this.#payloadBytes += part.copy(this.#payload, this.#payloadBytes);
		if (this.#payloadBytes < length) return undefined;
		const payload = this.#payload;
		this.#payload = undefined;
		return payload;
	}

	/** Takes at most so many bytes from the chunk. */
	#take(most: number): Buffer {
		const taken = this.#chunk.subarray(0, most);
		this.#chunk = this.#chunk.subarray(taken.length);
		return taken;
	}
}

/** @throws BadFrame unless a frame of this kind may have this length */
function lengthOf(length: number, kind: number): number {
	const isValid =
		(kind === CONTROL && length <= MAX_CONTROL) ||
		(kind === DATA && length > TRANSFER && length <= TRANSFER + MAX_DATA);
	if (!isValid) throw new BadFrame(`A frame of kind ${kind} cannot have ${length} bytes.`);
	return length;
}
