/** Opens the list of the pinned messages. */
import {safeText} from '../../../protocol/text.ts';
import {EMPTY} from '../../../terminal/editor.ts';
import {openConversation} from '../chats/conversations.ts';
import {quotedBy, withAsked} from '../chats/quotes.ts';
import type {State} from '../model/state.ts';
import {step, type Step} from '../model/step.ts';
import {openDialog} from './dialogs.ts';

/** Opens the list, and asks for the pinned messages that the client does not hold. */
export function openPins(state: State): Step {
	const here = openConversation(state);
	if (!here) return step({...state, statusMessage: safeText`No conversation is open; open one first.`});
	if (here.pins.length === 0)
		return step({
			...state,
			statusMessage: safeText`Nothing is pinned here; choose a message with Ctrl-↑, and p pins it.`,
		});
	return withAsked(
		openDialog(state, {type: 'pins', editor: EMPTY, conversation: here.id}),
		here.id,
		here.pins.filter(sequence => quotedBy(here, sequence) === undefined),
	);
}
