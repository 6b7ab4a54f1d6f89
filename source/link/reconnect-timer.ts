/** The pauses between two attempts to come back: each longer than the one before, until there was a link that lasted. */
import type {SafeText} from '../../protocol/text.ts';
import type {LinkListener} from '../state/model/link.ts';
import {backoff} from './backoff.ts';
import type {Clock} from '../../lib/clock.ts';

/** A link that lasted this long, in milliseconds, was a good one: the pauses begin anew after it. */
const GOOD_LINK = 30_000;

type Parts = {
	readonly clock: Clock;
	readonly emit: LinkListener;
	/** Makes the next attempt. */
	readonly again: () => void;
};

export class ReconnectTimer {
	private readonly parts: Parts;
	private attempts = 0;
	private current: {readonly cancel: () => void; readonly reason: SafeText} | undefined;

	constructor(parts: Parts) {
		this.parts = parts;
	}

	/** Why there is no link, while a pause lasts. */
	get reason(): SafeText | undefined {
		return this.current?.reason;
	}

	/** There was a link for so many milliseconds. */
	lasted(milliseconds: number): void {
		if (milliseconds >= GOOD_LINK) this.attempts = 0;
	}

	/** Makes the next attempt after a while. */
	begin(reason: SafeText): void {
		const {clock, emit} = this.parts;
		const pause = backoff(++this.attempts, clock.random());
		this.current = {reason, cancel: clock.after(pause, () => this.skip())};
		const retryAt = clock.now() + pause;
		emit({type: 'linkChanged', link: {status: 'waiting', retryAt, attempt: this.attempts, reason}});
	}

	/** Makes the next attempt now, if a pause lasts. */
	skip(): void {
		if (this.current === undefined) return;
		this.end();
		this.parts.again();
	}

	end(): void {
		this.current?.cancel();
		this.current = undefined;
	}
}
