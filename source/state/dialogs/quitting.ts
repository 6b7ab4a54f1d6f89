/** Quits and signs out; asks first while messages have not arrived, or files are on their way. */
import {isInChat} from '../model/place.ts';
import {safeText} from '../../../protocol/text.ts';
import {failedIn, unreceivedOf, unsentOf} from '../chats/conversations.ts';
import {openDialog} from './dialogs.ts';
import {textOf} from '../../../terminal/editor.ts';
import {clearBar} from '../command-bar/kill-ring.ts';
import {barOf} from '../keyboard/scope.ts';
import type {Me, State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';
import {keysOf} from '../keyboard/reminders.ts';
import {signOut} from '../sign-in/signing-out.ts';

/** Ends the program, after a question if anything is under way; while it is asked, that waits for its answer. */
export function quit(state: State): Step {
	const asked = state.dialogs.at(-1)?.type;
	if (asked === 'quit' || asked === 'signOut') return step(state);
	return underWay(state) ? step(ask(state, 'quit')) : step(state, {type: 'quit'});
}

/** Signs the user out, after a question if anything is under way. */
export function leaveServer(state: State, me: Me): Step {
	return underWay(state) ? step(ask(state, 'signOut')) : signOut(state, me);
}

function ask(state: State, type: 'quit' | 'signOut'): State {
	const unreceived = unreceivedOf(state);
	const transfers = state.exchange.transfers.length;
	return openDialog(state, {
		type,
		unsent: unsentOf(state),
		...(unreceived > 0 && {unreceived}),
		...(transfers > 0 && {transfers}),
	});
}

/** Checks whether a message or a file has not arrived yet. */
function underWay(state: State): boolean {
	return unsentOf(state) + unreceivedOf(state) + state.exchange.transfers.length > 0;
}

/** Ctrl-C: quits on the first screen; in the chat it clears the bar, on an empty one the first press warns and the second quits. */
export function interrupt(state: State): Step {
	if (state.place.at === 'welcome') return quit(state);
	if (isInChat(state) && textOf(barOf(state)) !== '') return step(clearBar(state));
	if (state.quitOnInterrupt || underWay(state)) return quit(state);
	const kept = failedIn(state) > 0 ? safeText`; what was not sent is kept` : '';
	return step({
		...state,
		quitOnInterrupt: true,
		statusMessage: safeText`${keysOf('bar', 'interrupt')} once more quits${kept}.`,
	});
}
