/** Computes the next state of the console, and the effects that follow, from an event. */
import {OMITTED, type SafeText} from '../../protocol/text.ts';
import {DEFAULT_COLOURS} from '../../terminal/background.ts';
import {EMPTY, insert, replaceBefore} from '../../terminal/editor.ts';
import type {Size} from '../../terminal/layout/size.ts';
import type {OperatorContext} from '../operator/command.ts';
import {act} from './actions.ts';
import {edit} from './bar.ts';
import {withLines} from './log-view.ts';
import type {ConsoleEvent, ConsoleState, ConsoleStep, Line} from './model.ts';

export function initialState(size: Size): ConsoleState {
	return {
		size,
		colours: DEFAULT_COLOURS,
		server: {is: 'starting'},
		sample: undefined,
		lines: [],
		filter: '',
		below: 0,
		bar: EMPTY,
		recall: {lines: [], at: 0, draft: ''},
		completion: undefined,
		message: undefined,
		question: undefined,
		copyView: undefined,
	};
}

/** @param context what completion reads; it is not changed */
export function update(state: ConsoleState, event: ConsoleEvent, context: OperatorContext): ConsoleStep {
	switch (event.type) {
		case 'resized':
			return [{...state, size: event.size}];
		case 'backgroundTold':
			return [{...state, colours: {...state.colours, background: event.background}}];
		case 'acted':
			return act(state, event.action, context);
		case 'edited':
			return [edit(state, bar => replaceBefore(bar, event.before))];
		case 'pasted':
			return [state.question ? state : edit(state, bar => insert(bar, oneLine(event.text)))];
		case 'logged':
			return [withLines(state, linesOf('log', event.lines))];
		case 'sampled':
			return [state.server.is === 'listening' ? {...state, sample: event.sample} : state];
		case 'serverChanged':
			return [{...state, server: event.server, sample: undefined}];
		case 'reported':
			return [withLines({...state, below: 0}, linesOf('said', event.lines))];
		case 'refused':
			return [withLines({...state, below: 0}, linesOf('problem', [event.problem]))];
		case 'copyViewChanged':
			return [{...state, copyView: event.copyView}];
		case 'asked':
			return [{...state, question: {text: event.question, chosen: 0}}];
	}
}

function linesOf(kind: Line['kind'], texts: readonly SafeText[]): Line[] {
	return texts.map(text => ({kind, text}));
}

/** A line has no line breaks: a paste of several lines is one. */
function oneLine(text: string): string {
	return text
		.replace(/[\r\n]+/g, ' ')
		.toWellFormed()
		.replaceAll('\0', OMITTED);
}
