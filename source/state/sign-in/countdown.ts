/** Counts seconds down: to the next connection attempt, to the next password that may be tried. */
import {formOf} from '../model/place.ts';
import {blockedFor} from './forms.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';

/** While something counts, every second is an event. */
export function countOn(state: State): Step {
	const form = formOf(state);
	const counts = state.link.status === 'waiting' || (form && blockedFor(form, state.now) > 0);
	if (!counts) return step(state);
	return step(state, {type: 'after', milliseconds: 1000, key: 'tick', event: {type: 'ticked'}});
}
