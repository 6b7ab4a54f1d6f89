/** Sends pieces of files over whichever stream there is, within its window, and lets senders wait for room. */
import {DataWindow} from './data-window.ts';
import type {FrameStream} from './frame-stream.ts';

export class DataFlow {
	#attached: {readonly stream: FrameStream; readonly window: DataWindow} | undefined;
	/** Resolve when there is room. */
	#waiting: Array<() => void> = [];

	/** Goes on over a stream, in place of the one before. */
	attach(stream: FrameStream): void {
		this.#attached = {stream, window: new DataWindow()};
		this.#tellRoom();
	}

	detach(): void {
		this.#attached = undefined;
	}

	/**
	 * Sends a piece of a file, which must not be changed afterwards. It gets lost if no stream is there.
	 * @param bytes at most {@link CHUNK_BYTES}
	 * @returns false if the sender is to wait for {@link drained} before it sends more
	 */
	send(transfer: number, bytes: Uint8Array): boolean {
		if (!this.#attached) return false;
		const {stream, window} = this.#attached;
		window.send(bytes.length);
		stream.sendData(transfer, bytes);
		return window.hasRoom;
	}

	/** Resolves when there is a stream with room for a piece of a file. */
	async drained(): Promise<void> {
		if (this.#attached?.window.hasRoom) return;
		await new Promise<void>(resolve => this.#waiting.push(resolve));
	}

	/** Counts bytes of files that have arrived, and tells the partner now and then. */
	arrived(bytes: number): void {
		const total = this.#attached?.window.arrive(bytes);
		if (total !== undefined) this.#attached?.stream.send({type: 'got', bytes: total});
	}

	/** The partner has so many bytes in all. @returns whether that is news, and may be */
	partnerGot(total: number): boolean {
		if (!this.#attached?.window.partnerGot(total)) return false;
		if (this.#attached.window.hasRoom) this.#tellRoom();
		return true;
	}

	#tellRoom(): void {
		const waiting = this.#waiting;
		this.#waiting = [];
		for (const resolve of waiting) resolve();
	}
}
