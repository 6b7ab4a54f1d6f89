/** The first screen while something is awaited, and when it comes to nothing. What was typed stays. */
import type {SafeText} from '../../protocol/text.ts';
import type {State} from './state.ts';

/** Says what is being waited for, in place of what went wrong before. */
export function waitFor(state: State, waiting: SafeText): State {
	return {...state, welcome: {...stopWaiting(state).welcome, waiting}};
}

export function stopWaiting(state: State): State {
	const {waiting, problem, ...welcome} = state.welcome;
	return {...state, welcome};
}

/** Back on the first screen, with a sentence that says what to do. */
export function failWaiting(state: State, problem: SafeText): State {
	return {...state, place: 'welcome', welcome: {...stopWaiting(state).welcome, problem}};
}
