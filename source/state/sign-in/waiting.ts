/** Shows on the first screen what is awaited or went wrong, and keeps text typed ahead. */
import {openWelcome} from '../model/place.ts';
import type {SafeText} from '../../../protocol/text.ts';
import {setBar} from '../command-bar/bar.ts';
import {setText, textOf} from '../../../terminal/editor.ts';
import {barOf} from '../keyboard/scope.ts';
import type {State} from '../model/state.ts';

/** Says what is being waited for, in place of what went wrong before. */
export function waitFor(state: State, waiting: SafeText): State {
	const {typedAheadAfter = textOf(state.welcome.address)} = state.welcome;
	if (state.place.at !== 'welcome') return state;
	return {
		...openWelcome(state, {type: 'waiting', text: waiting}),
		welcome: {...state.welcome, typedAheadAfter},
	};
}

/** From here on, what is typed is typed ahead. */
export function askedNow({welcome: {typedAheadAfter, ...welcome}, ...state}: State): State {
	return {...state, welcome};
}

/** What was typed ahead, for the chat, stands in the command bar. */
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

/** Back on the first screen, with a sentence that says what to do. */
export function failWaiting(state: State, problem: SafeText): State {
	return openWelcome(state, {type: 'problem', text: problem});
}
