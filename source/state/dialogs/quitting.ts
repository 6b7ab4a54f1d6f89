/** Quits; asks first while messages have not arrived, or files are on their way. */
import {isInChat} from '../model/place.ts';
import {safeText} from '../../../protocol/text.ts';
import {failedIn, unreceivedOf, unsentOf} from '../chats/conversations.ts';
import {openDialog} from './dialogs.ts';
import {textOf} from '../../../terminal/editor.ts';
import {clearBar} from '../command-bar/kill-ring.ts';
import {barOf} from '../keyboard/scope.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';
import {keysOf} from '../keyboard/reminders.ts';

export function quit(state: State): Step {
	if (underWay(state) === 0) return step(state, {type: 'quit'});
	const [unsent, unreceived, transfers] = [
		unsentOf(state),
		unreceivedOf(state),
		state.exchange.transfers.length,
	];
	return step(
		openDialog(state, {
			type: 'quit',
			unsent,
			...(unreceived > 0 && {unreceived}),
			...(transfers > 0 && {transfers}),
		}),
	);
}

/** Counts what has not arrived yet: messages and files. */
function underWay(state: State): number {
	return unsentOf(state) + unreceivedOf(state) + state.exchange.transfers.length;
}

/** Ctrl-C: clears the bar; on an empty bar the first press warns and the second quits. */
export function interrupt(state: State): Step {
	if (isInChat(state) && textOf(barOf(state)) !== '') return step(clearBar(state));
	if (state.quitOnInterrupt || underWay(state) > 0) return quit(state);
	const kept = failedIn(state) > 0 ? safeText`; what was not sent is kept` : '';
	return step({
		...state,
		quitOnInterrupt: true,
		statusMessage: safeText`${keysOf('bar', 'interrupt')} once more quits${kept}.`,
	});
}
