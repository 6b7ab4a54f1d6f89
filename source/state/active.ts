/** Whoever uses the keyboard is not idle, whatever they do with it: the server is told so now and then. */
import type {State} from './state.ts';
import {step, type Step} from './step.ts';

/** Milliseconds from one time to the next, while one goes on: far less than any limit of idleness in use. */
export const ACTIVE_EVERY = 20_000;

/** A key was pressed. */
export function tellActive(state: State): Step {
	const {place, link, now, activeAt} = state;
	const silent = place !== 'chat' || link.status !== 'online' || now - activeAt < ACTIVE_EVERY;
	return silent ? step(state) : step({...state, activeAt: now}, {type: 'request', request: {type: 'active'}});
}
