/** Away by itself: after minutes without a key nobody can be there, and the next key says that somebody is. */
import type {Effect} from './effect.ts';
import {ownPresence, withOwnPresence} from './people.ts';
import type {State} from './state.ts';
import {step, type Step} from './step.ts';

/** Milliseconds without a key. */
export const DOZE = 5 * 60_000;

/** Looks again when the keys may have rested long enough. */
export function dozeLater(milliseconds = DOZE): Effect {
	return {type: 'after', milliseconds, key: 'doze', event: {type: 'dozeDue'}};
}

/** Goes away if there was no key for long; whoever is away or busy already stays so. */
export function dozeIfDue(state: State): Step {
	if (!state.me || state.dozing) return step(state);
	const left = state.keyAt + DOZE - state.now;
	if (left > 0) return step(state, dozeLater(left));
	if (ownPresence(state) !== 'online' || state.link.status !== 'online') return step(state, dozeLater());
	return step(withOwnPresence({...state, dozing: true}, 'away'), {
		type: 'request',
		request: {type: 'setPresence', presence: 'away'},
	});
}

/** A key was pressed. */
export function wake(state: State): Step {
	if (!state.dozing) return step(state);
	const awake = withOwnPresence({...state, dozing: false}, 'online');
	if (state.link.status !== 'online') return step(awake, dozeLater());
	return step(awake, {type: 'request', request: {type: 'setPresence', presence: 'online'}}, dozeLater());
}
