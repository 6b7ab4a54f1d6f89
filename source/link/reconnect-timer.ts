/** Schedules attempts to reconnect: at once where another server can be tried, else with pauses that grow until a connection has lasted. */
import type {SafeText} from '../../protocol/text.ts';
import type {LinkDispatch} from '../state/model/link.ts';
import {backoff} from './backoff.ts';
import type {Clock} from '../../lib/clock.ts';

/** Milliseconds after which a connection counts as good: the pauses begin anew after it. */
const GOOD_CONNECTION = 30_000;

type Parts = {
	readonly clock: Clock;
	readonly dispatch: LinkDispatch;
	/** Makes the next attempt. */
	readonly reconnect: () => void;
};

export class ReconnectTimer {
	private readonly parts: Parts;
	private attempts = 0;
	/** Servers that were tried at once since the last pause. */
	private moves = 0;
	private current: {readonly cancel: () => void; readonly reason: SafeText} | undefined;

	constructor(parts: Parts) {
		this.parts = parts;
	}

	/** Why there is no connection, while a pause lasts. */
	get reason(): SafeText | undefined {
		return this.current?.reason;
	}

	/**
	 * Begins anew after a lost connection.
	 * @param lasted milliseconds @param others how many other servers may let the client in
	 */
	lost(reason: SafeText, lasted: number, others: number): void {
		if (lasted >= GOOD_CONNECTION) this.attempts = this.moves = 0;
		if (this.moves++ < others) this.parts.reconnect();
		else this.begin(reason);
	}

	/** Begins a pause, after which the next attempt is made. */
	begin(reason: SafeText): void {
		const {clock, dispatch} = this.parts;
		this.moves = 0;
		const pause = backoff(++this.attempts, clock.random());
		this.current = {reason, cancel: clock.after(pause, () => this.retryNow())};
		const retryAt = clock.now() + pause;
		dispatch({type: 'linkChanged', link: {status: 'waiting', retryAt, attempt: this.attempts, reason}});
	}

	/** Ends the pause, if there is one, and makes the next attempt now. */
	retryNow(): void {
		if (this.current === undefined) return;
		this.end();
		this.parts.reconnect();
	}

	/** Ends the pause without another attempt. */
	end(): void {
		this.current?.cancel();
		this.current = undefined;
	}
}
