/** Holds submitted lines until the conversation that a command opens is there. */
import type {Request, RequestType} from '../../../protocol/index.ts';
import {safeText} from '../../../protocol/text.ts';
import {lineTaken, setBar} from '../command-bar/bar.ts';
import {lineOf, setText} from '../../../terminal/editor.ts';
import {barOf} from '../keyboard/scope.ts';
import type {State} from '../model/state.ts';

/** The requests whose replies open a conversation. */
const OPENING: ReadonlySet<RequestType> = new Set(['join', 'openChat', 'findChat']);
/** Most lines held, so that a server that never answers costs no more than a bar full. */
const MAX_HELD = 20;

/** The state once this request is on its way, from where the command was typed. */
export function awaitOpening(state: State, {type}: Request): State {
	return OPENING.has(type) ? {...state, awaitedOpening: {from: state.open, lines: []}} : state;
}

/** Holds the line in the bar until the conversation is open; undefined: it is not held. */
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

/** The answer is a no: the lines stand in the bar again. */
export function releaseLines(state: State, request: RequestType): State {
	const {awaitedOpening, ...here} = state;
	if (awaitedOpening === undefined || !OPENING.has(request)) return state;
	return awaitedOpening.lines.length === 0
		? here
		: showLines(here, [...awaitedOpening.lines, lineOf(barOf(state))]);
}

/** What there is of these stands in the bar, each in a line of its own. */
export function showLines(state: State, lines: readonly string[]): State {
	return setBar(state, setText(barOf(state), lines.filter(line => line !== '').join('\n')));
}
