/** Counts down the seconds to the next connection attempt or password attempt. */
import {formOf} from '../model/place.ts';
import {blockedFor} from './form-refusals.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';

/** Schedules the next second while a countdown is on the screen. */
export function countOn(state: State): Step {
	const form = formOf(state);
	const counts = state.link.status === 'waiting' || (form && blockedFor(form, state.now) > 0);
	if (!counts) return step(state);
	return step(state, {type: 'after', milliseconds: 1000, key: 'tick', event: {type: 'ticked'}});
}
