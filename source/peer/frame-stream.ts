/** Reads and writes the frames of one authenticated stream. */
import type {Duplex} from 'node:stream';
import type {Clock} from '../../lib/clock.ts';
import {BadFrame, controlFrame, dataHeader, FrameDecoder, MAX_DATA, type Frame} from './frames.ts';
import {parseControl, type ControlMessage} from './messages.ts';

/** Maximum milliseconds in which the last bytes leave after the end. */
const END_TIMEOUT = 2000;

type FrameListener = {
	/** Called when bytes arrive. */
	onHeard?(): void;
	onMessage(message: ControlMessage): void;
	onData(transfer: number, bytes: Buffer): void;
	/** Called once when the partner has sent what is not a frame or a message; nothing more is read. */
	onBadFrame(): void;
	/** Called once when the stream is gone, after its last frame. */
	onClose(): void;
};

export class FrameStream {
	readonly #socket: Duplex;
	readonly #clock: Clock;
	readonly #decoder = new FrameDecoder();
	#listener: FrameListener | undefined;
	#isHeld = true;
	#isReading = false;
	#isClosed = false;

	/** Takes over an authenticated stream. Nothing is read from it before {@link listen}. */
	constructor(socket: Duplex, clock: Clock) {
		this.#socket = socket;
		this.#clock = clock;
		socket.once('close', () => {
			this.#isClosed = true;
			this.#read();
		});
	}

	/** Bytes that wait to be sent. */
	get waiting(): number {
		return this.#socket.writableLength;
	}

	/** Hands frames to this listener alone from now on, those first that have come before. */
	listen(listener: FrameListener): void {
		const isFirst = this.#listener === undefined;
		this.#listener = listener;
		if (isFirst)
			this.#socket.on('data', (chunk: Buffer) => {
				this.#listener?.onHeard?.();
				this.#decoder.push(chunk);
				this.#read();
			});
		this.release();
	}

	/** Stops reading; what has come waits. */
	hold(): void {
		this.#isHeld = true;
		this.#socket.pause();
	}

	/** Goes on reading. */
	release(): void {
		this.#isHeld = false;
		this.#read();
	}

	/** Resolves with the next message, and holds. @returns undefined for whatever else comes, such as the end */
	async next(): Promise<ControlMessage | undefined> {
		return new Promise(resolve => {
			const settle = (message?: ControlMessage): void => {
				this.hold();
				resolve(message);
			};
			this.listen({
				onMessage: settle,
				onData: () => settle(),
				onBadFrame: () => settle(),
				onClose: () => settle(),
			});
		});
	}

	send(message: ControlMessage): void {
		this.write(controlFrame(JSON.stringify(message)));
	}

	/** Sends a frame that {@link controlFrame} has made. */
	write(frame: Buffer): void {
		if (this.#socket.writable) this.#socket.write(frame);
	}

	/** Sends a piece of a file, in as many frames as it needs; the bytes must not be changed afterwards. */
	sendData(transfer: number, bytes: Uint8Array): void {
		if (!this.#socket.writable) return;
		this.#socket.cork();
		for (let at = 0; at < bytes.length; at += MAX_DATA) {
			const part = bytes.subarray(at, at + MAX_DATA);
			this.#socket.write(dataHeader(transfer, part.length));
			this.#socket.write(part);
		}

		this.#socket.uncork();
	}

	/** Sends what waits, then closes; nobody hears of it. */
	end(): void {
		this.#mute();
		const cancel = this.#clock.after(END_TIMEOUT, () => this.#socket.destroy());
		this.#socket.once('close', cancel);
		this.#socket.end();
		this.#socket.resume(); // its end comes after what the partner has sent
	}

	/** Closes at once; nobody hears of it. */
	destroy(): void {
		this.#mute();
		this.#socket.destroy();
	}

	#mute(): void {
		this.#listener = {
			onMessage: () => undefined,
			onData: () => undefined,
			onBadFrame: () => undefined,
			onClose: () => undefined,
		};
		this.#isHeld = true;
		this.#socket.removeAllListeners('data');
	}

	/** Hands on what has come, as far as the listener does not hold. */
	#read(): void {
		if (this.#isReading || this.#isHeld) return;
		this.#isReading = true;
		try {
			this.#readFrames();
		} finally {
			this.#isReading = false;
		}
	}

	#readFrames(): void {
		for (let frame = this.#nextFrame(); frame; frame = this.#nextFrame()) {
			const isRead = frame !== 'bad' && this.#handOn(frame);
			if (!isRead) {
				this.#decoder.push(Buffer.alloc(0));
				this.hold();
				this.#listener?.onBadFrame();
			}

			if (this.#isHeld) return;
		}

		if (!this.#isClosed) {
			this.#socket.resume();
			return;
		}

		this.#isHeld = true;
		this.#listener?.onClose();
	}

	#nextFrame(): Frame | 'bad' | undefined {
		try {
			return this.#decoder.next();
		} catch (error) {
			if (error instanceof BadFrame) return 'bad';
			throw error;
		}
	}

	/** @returns whether it is a valid message */
	#handOn(frame: Frame): boolean {
		if (frame.kind === 'data') {
			this.#listener?.onData(frame.transfer, frame.bytes);
			return true;
		}

		const message = parseControl(frame.json);
		if (message) this.#listener?.onMessage(message);
		return message !== undefined;
	}
}
