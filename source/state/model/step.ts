/** Declares a step: the state after an event, and the effects to perform. `state.now` is the time of the event. */
import type {Effect} from './effect.ts';
import type {EventOf, StateEvent} from './event.ts';
import type {State} from './state.ts';

export type Step = readonly [State, readonly Effect[]];
export type Handler<T extends StateEvent['type']> = (state: State, event: EventOf<T>) => Step;
/** Handlers of some of the events; update.ts merges them, and the compiler checks that none is missing. */
export type Handlers<T extends StateEvent['type']> = {readonly [K in T]: Handler<K>};

export function step(state: State, ...effects: readonly Effect[]): Step {
	return [state, effects];
}

/** Chains two steps; the effects of both, in order. */
export function andThen([state, effects]: Step, next: (state: State) => Step): Step {
	const [after, more] = next(state);
	return [after, [...effects, ...more]];
}
