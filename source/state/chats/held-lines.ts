/** Holds submitted lines until the conversation that a command opens is there. */
import type {Request, RequestType} from '../../../protocol/index.ts';
import {safeText} from '../../../protocol/text.ts';
import {lineTaken, setBar} from '../command-bar/bar.ts';
import {lineOf, setText} from '../../../terminal/editor.ts';
import {barOf} from '../keyboard/scope.ts';
import type {State} from '../model/state.ts';

/** Requests whose replies open a conversation. */
const OPENING: ReadonlySet<RequestType> = new Set(['join', 'openChat', 'findChat']);
/** Maximum lines held, in case the server never replies. */
const MAX_HELD = 20;

/** Marks an opening as awaited once its request is sent, from the conversation where the command was typed. */
export function awaitOpening(state: State, {type}: Request): State {
	return OPENING.has(type) ? {...state, awaitedOpening: {from: state.open, lines: []}} : state;
}

/**
 * Holds the line in the bar until the conversation is open.
 * @returns undefined if no conversation is awaited
 */
export function holdLine(state: State, line: string): State | undefined {
	const {awaitedOpening} = state;
	if (awaitedOpening === undefined || awaitedOpening.from !== state.open) return undefined;
	if (awaitedOpening.lines.length === MAX_HELD)
		return {...state, statusMessage: safeText`Wait until the server has answered; the text stays.`};
	const lines = [...awaitedOpening.lines, line];
	return {
		...lineTaken(state, line),
		awaitedOpening: {...awaitedOpening, lines},
		statusMessage: safeText`Goes out as soon as you are there`,
	};
}

/** Puts the held lines back into the bar after a refusal. */
export function releaseLines(state: State, request: RequestType): State {
	const {awaitedOpening, ...here} = state;
	if (awaitedOpening === undefined || !OPENING.has(request)) return state;
	return awaitedOpening.lines.length === 0
		? here
		: showLines(here, [...awaitedOpening.lines, lineOf(barOf(state))]);
}

/** Shows the lines in the bar, each in a line of its own. */
export function showLines(state: State, lines: readonly string[]): State {
	return setBar(state, setText(barOf(state), lines.filter(line => line !== '').join('\n')));
}
