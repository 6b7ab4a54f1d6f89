/** Limits how fast a partner's messages are read, over all streams of a channel. */
import type {Clock} from '../../lib/clock.ts';
import {TokenBucket} from '../../lib/token-bucket.ts';
import type {FrameStream} from './frame-stream.ts';

/** Messages of the partner per second, and at once; those beyond are read more slowly. */
const RATE = 20;
const BURST = 100;

export class ReadingPace {
	readonly #clock: Clock;
	readonly #bucket: TokenBucket;
	#cancelPause: () => void = () => undefined;

	constructor(clock: Clock) {
		this.#clock = clock;
		this.#bucket = new TokenBucket(RATE, BURST, clock.uptime());
	}

	/** Counts a message; the stream is read on only once there is a token for another one. */
	count(stream: FrameStream): void {
		const now = this.#clock.uptime();
		this.#bucket.charge(now);
		const wait = this.#bucket.wait(now);
		if (wait === 0) return;
		this.#cancelPause();
		stream.hold();
		this.#cancelPause = this.#clock.after(wait, () => stream.release());
	}

	/** Forgets a stream that waits: it is out of use. */
	stop(): void {
		this.#cancelPause();
	}
}
