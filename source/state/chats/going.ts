/** On the way to a conversation that a command's answer will open: lines sent meanwhile are held for it. */
import type {Request, RequestType} from '../../../protocol/index.ts';
import {safeText} from '../../../protocol/text.ts';
import {lineTaken, setBar} from '../command-bar/bar.ts';
import {lineOf, setText} from '../../../terminal/editor.ts';
import {barOf} from '../keyboard/scope.ts';
import type {State} from '../model/state.ts';

/** The requests whose replies open a conversation. */
const GOES: ReadonlySet<RequestType> = new Set(['join', 'openChat', 'findChat']);
/** Most lines held, so that a server that never answers costs no more than a bar full. */
const MAX_HELD = 20;

/** The state once this request is on its way, from where the command was typed. */
export function setOff(state: State, {type}: Request): State {
	return GOES.has(type) ? {...state, going: {from: state.open, lines: []}} : state;
}

/** Holds the line in the bar until the conversation is open; undefined: it is not held. */
export function hold(state: State, line: string): State | undefined {
	const {going} = state;
	if (going === undefined || going.from !== state.open) return undefined;
	if (going.lines.length === MAX_HELD)
		return {...state, hint: safeText`Wait until the server has answered; the text stays.`};
	const lines = [...going.lines, line];
	return {
		...lineTaken(state, line),
		going: {...going, lines},
		hint: safeText`Goes out as soon as you are there`,
	};
}

/** The answer is a no: the lines stand in the bar again. */
export function stay(state: State, request: RequestType): State {
	const {going, ...here} = state;
	if (going === undefined || !GOES.has(request)) return state;
	return going.lines.length === 0 ? here : withLines(here, [...going.lines, lineOf(barOf(state))]);
}

/** What there is of these stands in the bar, each in a line of its own. */
export function withLines(state: State, lines: readonly string[]): State {
	return setBar(state, setText(barOf(state), lines.filter(line => line !== '').join('\n')));
}
