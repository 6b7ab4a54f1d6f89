/** Shows on the first screen what the client waits for or what failed. */
import {openWelcome} from '../model/place.ts';
import type {SafeText} from '../../../protocol/text.ts';
import type {State} from '../model/state.ts';

/** Shows what the client waits for, in place of an earlier problem. */
export function waitFor(state: State, waiting: SafeText): State {
	return state.place.at === 'welcome' ? openWelcome(state, {type: 'waiting', text: waiting}) : state;
}

export function stopWaiting(state: State): State {
	return state.place.at === 'welcome' ? openWelcome(state) : state;
}

/** Returns to the first screen, with a problem and its remedy. */
export function failWaiting(state: State, problem: SafeText): State {
	return openWelcome(state, {type: 'problem', text: problem});
}
