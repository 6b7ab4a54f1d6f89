/** Shows on the first screen what the client waits for or what failed, and keeps text typed ahead. */
import {openWelcome} from '../model/place.ts';
import type {SafeText} from '../../../protocol/text.ts';
import {setBar} from '../command-bar/bar.ts';
import {setText, textOf} from '../../../terminal/editor.ts';
import {barOf} from '../keyboard/scope.ts';
import type {State} from '../model/state.ts';

/** Shows what the client waits for, in place of an earlier problem. */
export function waitFor(state: State, waiting: SafeText): State {
	const {typedAheadAfter = textOf(state.welcome.address)} = state.welcome;
	if (state.place.at !== 'welcome') return state;
	return {
		...openWelcome(state, {type: 'waiting', text: waiting}),
		welcome: {...state.welcome, typedAheadAfter},
	};
}

/** Ends the record of text typed ahead: later text counts as typed from here on. */
export function askedNow({welcome: {typedAheadAfter, ...welcome}, ...state}: State): State {
	return {...state, welcome};
}

/** Moves text typed ahead from the address field into the command bar. */
export function withTypedAhead(state: State): State {
	const {welcome} = state;
	const {typedAheadAfter, address, ...rest} = welcome;
	const text = textOf(address);
	if (
		typedAheadAfter === undefined ||
		text === typedAheadAfter ||
		!text.startsWith(typedAheadAfter) ||
		textOf(barOf(state)) !== ''
	)
		return askedNow(state);
	const typed = setBar(state, setText(barOf(state), text.slice(typedAheadAfter.length)));
	return {...typed, welcome: {...rest, address: setText(address, typedAheadAfter)}};
}

export function stopWaiting(state: State): State {
	return state.place.at === 'welcome' ? openWelcome(state) : state;
}

/** Returns to the first screen, with a problem and its remedy. */
export function failWaiting(state: State, problem: SafeText): State {
	return openWelcome(state, {type: 'problem', text: problem});
}
