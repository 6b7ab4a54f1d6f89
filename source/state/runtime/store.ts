/** Holds the state of one client: takes events in order, performs effects, notifies subscribers. */
import {ClockSetting, withClockSet} from './clock-set.ts';
import type {Effect} from '../model/effect.ts';
import type {StateEvent} from '../model/event.ts';
import type {State} from '../model/state.ts';
import {isKey, update} from './update.ts';

type StoreClock = {
	/** Milliseconds since 1970. */
	now(): number;
	/** Milliseconds since the start, unaffected by changes to the time of day. */
	uptime(): number;
	/** Calls `fn` once after `ms` milliseconds; the returned function cancels that. */
	after(ms: number, fn: () => void): () => void;
};

export type Store = {
	/** Handles the event before it returns, unless another event is being handled. */
	dispatch(event: StateEvent): void;
	snapshot(): State;
	/**
	 * Calls the listener after each change: at once after a key, else at most once per {@link FRAME}, or {@link FLOODED_FRAME}, and for at
	 * most half of the time.
	 * @returns a function that unsubscribes
	 */
	subscribe(listener: () => void): () => void;
};

type Parts = {
	readonly state: State;
	readonly clock: StoreClock;
	readonly perform: (effect: Effect, dispatch: (event: StateEvent) => void) => void;
};

/** Milliseconds between two redraws that no key caused. */
export const FRAME = 16;
/** The same while more events come than milliseconds pass, which nobody can read: the keys between them matter more. */
export const FLOODED_FRAME = 50;

export function createStore({state: first, clock, perform}: Parts): Store {
	const listeners = new Set<() => void>();
	const queue: StateEvent[] = [];
	const setting = new ClockSetting(clock.now(), clock.uptime());
	let state = first;
	let handling = false;
	let cancelFrame: (() => void) | undefined;
	let toldAt = -Infinity;
	let pause = FRAME;
	/** Events since it was told. */
	let events = 0;

	function tell() {
		cancelFrame?.();
		cancelFrame = undefined;
		const begun = clock.uptime();
		const isFlood = events > Math.max(FRAME, begun - toldAt);
		events = 0;
		for (const listener of listeners) listener();
		toldAt = clock.uptime();
		pause = Math.max(isFlood ? FLOODED_FRAME : FRAME, toldAt - begun);
	}

	function tellSoon() {
		cancelFrame ??= clock.after(Math.max(0, toldAt + pause - clock.uptime()), tell);
	}

	function handle(event: StateEvent) {
		const now = clock.now();
		const by = setting.look(now, clock.uptime());
		const [after, effects] = update(by === 0 ? state : withClockSet(state, by), event, now);
		state = after;
		events++;
		if (isKey(event)) tell();
		else tellSoon();
		for (const effect of effects) perform(effect, dispatch);
	}

	function dispatch(event: StateEvent) {
		queue.push(event);
		if (handling) return;
		handling = true;
		try {
			for (let next = queue.shift(); next; next = queue.shift()) handle(next);
		} finally {
			handling = false;
		}
	}

	return {
		dispatch,
		snapshot: () => state,
		subscribe(listener) {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
	};
}
