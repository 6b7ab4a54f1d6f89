/** Sends a request to the server; the reply is shown in the conversation that is open now. */
import type {Request} from '../../protocol/index.ts';
import {awaitOpening} from '../state/chats/held-lines.ts';
import type {State} from '../state/model/state.ts';
import {step, type Step} from '../state/model/step.ts';

export function sendRequest(state: State, request: Request): Step {
	const {open} = state;
	return step(awaitOpening(state, request), {
		type: 'request',
		request,
		...(open !== undefined && {shownIn: open}),
	});
}
