/** Says in appended lines what has changed from one state to the next: the client for screen readers and simple terminals. */
import type {SafeText} from '../../protocol/text.ts';
import type {State} from '../state/model/state.ts';
import {changesOfMessages, newMessages, whatIsOpen} from './conversations.ts';
import {openedDialog} from './dialogs.ts';
import {openedHelp} from './help.ts';
import {elsewhere} from './elsewhere.ts';
import {newPlace} from './places.ts';
import type {Part, Said} from './said.ts';
import {newStatus} from './status.ts';

/** In the order in which they are said. */
const parts: readonly Part[] = [
	newPlace,
	newStatus,
	whatIsOpen,
	changesOfMessages,
	newMessages,
	elsewhere,
	openedDialog,
	openedHelp,
];

/** Begins elsewhere and with nothing open, so that all of the first state is said. */
export function nothingSaid({open: _open, ...state}: State): Said {
	return {
		state: {...state, place: {at: 'chat'}, conversations: new Map()},
		shown: new Map(),
		heard: new Map(),
	};
}

/** @returns the lines, and what was said with them */
export function speak(
	before: Said,
	state: State,
): {readonly said: Said; readonly lines: readonly SafeText[]} {
	if (before.state === state) return {said: before, lines: []};
	let said = before;
	const lines = parts.flatMap(part => {
		const {lines, ...more} = part(said, state);
		said = {...said, ...more};
		return lines;
	});
	return {said: {...said, state}, lines};
}
